package jbuild.runner.linux;

/** Locks on open files that end with their descriptor, so also when the process is killed. */
public final class Locks {
  private static final long LOCK_SH = 1;
  private static final long LOCK_EX = 2;
  private static final long LOCK_NB = 4;

  private Locks() {}

  /** Waits until nobody else has a lock. */
  public static void exclusive(Fd fd) {
    lock(fd, LOCK_EX);
  }

  /** Waits until nobody has an exclusive lock. */
  public static void shared(Fd fd) {
    lock(fd, LOCK_SH);
  }

  /** Whether the lock was free; does not wait. */
  public static boolean tryExclusive(Fd fd) {
    return attempt(fd, LOCK_EX);
  }

  /** Whether the lock was free or shared; does not wait. */
  public static boolean tryShared(Fd fd) {
    return attempt(fd, LOCK_SH);
  }

  private static boolean attempt(Fd fd, long operation) {
    try {
      lock(fd, operation | LOCK_NB);
      return true;
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EAGAIN) {
        return false;
      }
      throw failure;
    }
  }

  private static void lock(Fd fd, long operation) {
    Retry.call(
        "flock",
        () -> "lock " + fd.name(),
        () -> LibC.syscall(Call.FLOCK.number(), fd.number(), operation, 0, 0, 0, 0));
  }
}
