package jbuild.runner.linux;

/**
 * Locks on open files that end with their descriptor, so also when the process is killed.
 *
 * <p>There are two kinds, which do not see each other: those of flock(2), and those on the bytes of
 * a file that belong to its opening, see fcntl(2).
 */
public final class Locks {
  private static final long F_OFD_SETLK = 37;
  private static final long F_OFD_SETLKW = 38;
  private static final long F_RDLCK = 0;
  private static final long F_WRLCK = 1;
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

  /** Waits until nobody else locks the bytes of the file, which is open for writing. */
  public static void writer(Fd fd) {
    long[] lock = {F_WRLCK, 0, 0, 0};
    long result = Retry.call(Call.FCNTL, fd.number(), F_OFD_SETLKW, lock);
    Errno.check("fcntl", "lock " + fd.name(), result);
  }

  /** Waits until nobody else locks the bytes of the file as a writer; it is open for reading. */
  public static void reader(Fd fd) {
    long[] lock = {F_RDLCK, 0, 0, 0};
    long result = Retry.call(Call.FCNTL, fd.number(), F_OFD_SETLKW, lock);
    Errno.check("fcntl", "lock " + fd.name(), result);
  }

  /** Whether nobody else locks the bytes of the file, which is open for writing. */
  public static boolean tryWriter(Fd fd) {
    return attemptOnBytes(fd, F_WRLCK);
  }

  /** Whether nobody else locks the bytes of the file as a writer; it is open for reading. */
  public static boolean tryReader(Fd fd) {
    return attemptOnBytes(fd, F_RDLCK);
  }

  /** All bytes, counted from the start: the two numbers that say which stay zero. */
  private static boolean attemptOnBytes(Fd fd, long type) {
    long[] lock = {type, 0, 0, 0};
    long result = Retry.call(Call.FCNTL, fd.number(), F_OFD_SETLK, lock);
    if (result == -1 && Errno.last() != Errno.EAGAIN && Errno.last() != Errno.EACCES) {
      throw new SyscallFailure("fcntl", "cannot lock " + fd.name(), Errno.last());
    }
    return result != -1;
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
    Errno.check("flock", "lock " + fd.name(), Retry.call(Call.FLOCK, fd.number(), operation));
  }
}
