package jbuild.runner.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.Nodes;

/** An empty file that stands for something that is in use; the last user removes it. */
public record LockFile(Fd parent, BytePath name, Fd file) implements AutoCloseable {
  private static final long FLAGS =
      Descriptors.O_RDWR | Descriptors.O_CREAT | Descriptors.O_NOCTTY | Descriptors.O_NONBLOCK;

  /** Somebody has the lock in a way that excludes ours. */
  public static final class Taken extends Exception {
    private static final long serialVersionUID = 1L;

    Taken(Path path) {
      super(path.toString());
    }
  }

  /** Does not wait; a lock that is shared excludes only those that are not. */
  public static LockFile take(Path path, boolean shared) throws Taken {
    Fd parent = Descriptors.onHost(BytePath.of(path.getParent().toString()));
    try {
      BytePath name = BytePath.of(path.getFileName().toString());
      Fd file = Descriptors.child(parent, name, FLAGS);
      while (isFree(file, shared)) {
        // Whoever had the lock before may have removed the file after we opened it.
        if (FileStatus.of(file).links() > 0) {
          return new LockFile(parent, name, file);
        }
        file.close();
        file = Descriptors.child(parent, name, FLAGS);
      }
      file.close();
    } catch (Failure failure) {
      parent.close();
      throw failure;
    }
    parent.close();
    throw new Taken(path);
  }

  /** Waits until nobody else has it. The directory is made when it is missing. */
  public static LockFile await(Path path) {
    return await(path, false);
  }

  /** Waits; a lock that is shared excludes only those that are not. */
  public static LockFile await(Path path, boolean shared) {
    try {
      Files.createDirectories(path.getParent());
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + path.getParent(),
          Reasons.of(e),
          "make room there, or look who may write there");
    }
    Fd parent = Descriptors.onHost(BytePath.of(path.getParent().toString()));
    BytePath name = BytePath.of(path.getFileName().toString());
    while (true) {
      try {
        Fd file = Descriptors.child(parent, name, FLAGS);
        if (shared) {
          Locks.reader(file);
        } else {
          Locks.writer(file);
        }
        // Whoever had the lock before has removed the file that we waited for.
        if (FileStatus.of(file).links() > 0) {
          return new LockFile(parent, name, file);
        }
        file.close();
      } catch (Failure failure) {
        parent.close();
        throw failure;
      }
    }
  }

  private static boolean isFree(Fd file, boolean shared) {
    return shared ? Locks.tryReader(file) : Locks.tryWriter(file);
  }

  @Override
  public void close() {
    try (parent;
        file) {
      if (Locks.tryWriter(file)) {
        Nodes.removeFile(parent, name);
      }
    } catch (Failure failure) {
      // The lock is gone with its descriptor; an empty file that stays harms nobody.
      return;
    }
  }
}
