package jbuild.runner.users;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.SyscallFailure;

/**
 * Keeps programs from changing the host's users meanwhile: the lock of lckpwdf(3), which waits for
 * at most 15 seconds. Where /etc cannot be written, nobody can change them, and there is no lock.
 */
final class PasswordLock implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

  /** Threads of one process need not poll against each other. */
  private static final ReentrantLock OURS = new ReentrantLock();

  private final Optional<Fd> file;

  private PasswordLock(Optional<Fd> file) {
    this.file = file;
  }

  static PasswordLock in(Path etc) {
    OURS.lock();
    try {
      Optional<Fd> file = open(etc.resolve(".pwd.lock"));
      if (file.isPresent()) {
        await(file.get());
      }
      return new PasswordLock(file);
    } catch (Failure failure) {
      OURS.unlock();
      throw failure;
    }
  }

  private static Optional<Fd> open(Path path) {
    long flags =
        Descriptors.O_WRONLY | Descriptors.O_CREAT | Descriptors.O_NOCTTY | Descriptors.O_NOFOLLOW;
    try {
      return Optional.of(Descriptors.onHost(BytePath.of(path.toString()), flags));
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EROFS) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static void await(Fd file) {
    long start = System.nanoTime();
    while (!Locks.tryWriter(file)) {
      if (System.nanoTime() - start > PATIENCE) {
        file.close();
        throw new Failure(
            ExitStatus.FAILED,
            "cannot pick a range of users",
            "another program has held " + file.name() + " for 15 seconds",
            "end the program that changes the users of this host, then try again");
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  @Override
  public void close() {
    file.ifPresent(Fd::close);
    OURS.unlock();
  }
}
