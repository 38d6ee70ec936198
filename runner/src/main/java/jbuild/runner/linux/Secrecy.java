package jbuild.runner.linux;

/**
 * Keeps this Java's memory from the processes of user namespaces while a child among them shares
 * it.
 *
 * <p>Root of a user namespace may trace what is in it, and so would read and change Java through
 * the child. What is not dumpable is traced by the host's root only; PR_SET_DUMPABLE in prctl(2).
 * The flag belongs to the memory: the payload has its own from execve on.
 */
final class Secrecy implements AutoCloseable {
  private static final long PR_GET_DUMPABLE = 3;
  private static final long PR_SET_DUMPABLE = 4;
  private static final long TRACEABLE = 1;

  private static int children;
  private static long before;

  private boolean kept = true;

  private Secrecy() {}

  /** From now on, until all that have begun are closed. */
  static Secrecy begin() {
    synchronized (Secrecy.class) {
      if (children == 0) {
        before = prctl(PR_GET_DUMPABLE, 0);
        prctl(PR_SET_DUMPABLE, 0);
      }
      children++;
    }
    return new Secrecy();
  }

  @Override
  public void close() {
    synchronized (Secrecy.class) {
      if (kept) {
        kept = false;
        children--;
        if (children == 0 && before == TRACEABLE) {
          prctl(PR_SET_DUMPABLE, TRACEABLE);
        }
      }
    }
  }

  private static long prctl(long option, long value) {
    long result = LibC.syscall(Call.PRCTL.number(), option, value);
    return Errno.check("prctl", "keep memory from being traced", result);
  }
}
