package jbuild.runner.linux;

/** Ends the waiting of another thread: becomes readable when somebody calls. */
public final class Wakeup implements AutoCloseable {
  private static final long EFD_CLOEXEC_NONBLOCK = Descriptors.O_CLOEXEC | Descriptors.O_NONBLOCK;

  private final Fd counter;

  public Wakeup() {
    long fd = LibC.syscall(Call.EVENTFD2.number(), 0, EFD_CLOEXEC_NONBLOCK);
    counter = new Fd((int) Errno.check("eventfd2", "open an event counter", fd), "a wake-up call");
  }

  public Fd fd() {
    return counter;
  }

  public void call() {
    byte[] one = new byte[Long.BYTES];
    one[0] = 1;
    // It fails only when it is already full of calls.
    LibC.syscall(Call.WRITE.number(), counter.number(), one, one.length);
  }

  /** Forgets the calls until now. */
  public void clear() {
    LibC.syscall(Call.READ.number(), counter.number(), new byte[Long.BYTES], Long.BYTES);
  }

  @Override
  public void close() {
    counter.close();
  }
}
