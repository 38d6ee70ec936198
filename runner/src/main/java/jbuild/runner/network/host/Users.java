package jbuild.runner.network.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;

/**
 * Those, of all processes, who use something of the host together: each shares the lock of a file,
 * and stops that when it is killed too. It is asked for with {@link #others} held.
 */
final class Users implements AutoCloseable {
  private final Path path;
  private final Fd file;

  private Users(Path path, Fd file) {
    this.path = path;
    this.file = file;
  }

  static Users of(Path path) {
    makeDirectories(path.getParent());
    return new Users(path, open(path));
  }

  /** Waits for others who join, leave or collect; they wait until it is closed. */
  static Fd others(Path path) {
    makeDirectories(path.getParent());
    Fd all = open(path);
    try {
      Locks.exclusive(all);
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  private static void makeDirectories(Path directory) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static Fd open(Path path) {
    long flags = Descriptors.O_RDWR | Descriptors.O_CREAT | Descriptors.O_NOFOLLOW;
    return Descriptors.onHost(BytePath.of(path.toString()), flags);
  }

  /** Whether nobody else is one; then we are none either. */
  boolean areGone() {
    return Locks.tryExclusive(file);
  }

  void join() {
    Locks.shared(file);
  }

  /** When all are gone. */
  void forget() {
    path.toFile().delete();
  }

  @Override
  public void close() {
    file.close();
  }

  static Failure unusable(Path file, IOException e) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot write down in " + file + " how the host's network was",
        Reasons.of(e),
        "run as root; make room there, or name another place with JBUILD_RUNTIME",
        List.of(),
        e);
  }
}
