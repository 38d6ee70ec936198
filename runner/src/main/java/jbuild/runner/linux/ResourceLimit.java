package jbuild.runner.linux;

import java.lang.ref.Reference;

/**
 * A limit of a process; see getrlimit(2).
 *
 * @param soft in force
 * @param hard up to which the process may raise the soft one
 */
public record ResourceLimit(Resource resource, long soft, long hard) {
  /** No limit. */
  public static final long INFINITY = -1;

  private static final int NUMBERS = 2;

  /** What is limited; the order is that of the kernel's numbers. */
  public enum Resource {
    CPU,
    FSIZE,
    DATA,
    STACK,
    CORE,
    RSS,
    NPROC,
    NOFILE,
    MEMLOCK,
    AS,
    LOCKS,
    SIGPENDING,
    MSGQUEUE,
    NICE,
    RTPRIO,
    RTTIME;

    long number() {
      return ordinal();
    }
  }

  /** The limit of a process; 0 is this one. */
  public static ResourceLimit of(Resource resource, int pid) {
    NativeMemory memory = new NativeMemory(NUMBERS * Long.BYTES);
    long at = memory.reserve(NUMBERS * Long.BYTES);
    long result = LibC.syscall(Call.PRLIMIT64.number(), pid, resource.number(), 0, at);
    Errno.check("prlimit", "read the limit " + resource, result);
    return new ResourceLimit(resource, memory.read(at), memory.read(at + Long.BYTES));
  }

  /** Sets it for another process, whose own power does not matter then. */
  public void setFor(int pid) {
    NativeMemory memory = new NativeMemory(NUMBERS * Long.BYTES);
    long at = memory.longs(soft, hard);
    long old = 0;
    long result = LibC.syscall(Call.PRLIMIT64.number(), pid, resource.number(), at, old);
    Errno.check("prlimit", "set the limit " + resource, result);
    Reference.reachabilityFence(memory);
  }

  /** As near to this as a process gets that may not raise its hard limit. */
  public ResourceLimit within(ResourceLimit ceiling) {
    return new ResourceLimit(resource, lower(soft, ceiling.hard), lower(hard, ceiling.hard));
  }

  /** Both at least as high. */
  public ResourceLimit raisedTo(long height) {
    return new ResourceLimit(resource, higher(soft, height), higher(hard, height));
  }

  private static long higher(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? b : a;
  }

  // The largest unsigned number is infinity, so unsigned comparison is right.
  private static long lower(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }
}
