package jbuild.runner.linux;

/** The namespaces of this thread; see namespaces(7). Linux keeps most of them per thread. */
public final class Namespaces {
  static final long CLONE_NEWNS = 0x20000;
  static final long CLONE_NEWCGROUP = 0x2000000;
  static final long CLONE_NEWUTS = 0x4000000;
  static final long CLONE_NEWIPC = 0x8000000;
  static final long CLONE_NEWUSER = 0x10000000;
  static final long CLONE_NEWPID = 0x20000000;
  static final long CLONE_NEWNET = 0x40000000;

  private Namespaces() {}

  /** The mount namespace of this thread, to come back to. */
  public static Fd mounts() {
    return Descriptors.onHost(BytePath.of("/proc/thread-self/ns/mnt"), Descriptors.O_RDONLY);
  }

  /**
   * Gives this thread a copy of the host's mounts, and a root and working directory of its own.
   * Other threads stay on the host.
   */
  public static void leaveMounts() {
    long result = LibC.syscall(Call.UNSHARE.number(), CLONE_NEWNS, 0, 0, 0, 0, 0);
    Errno.check("unshare", "make a mount namespace", result);
    Mounts.receiveOnly();
  }

  /** Brings this thread back. */
  public static void enterMounts(Fd namespace) {
    long result = LibC.syscall(Call.SETNS.number(), namespace.number(), CLONE_NEWNS, 0, 0, 0, 0);
    Errno.check("setns", "return to the host's mounts", result);
  }
}
