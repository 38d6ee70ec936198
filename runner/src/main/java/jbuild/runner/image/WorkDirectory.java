package jbuild.runner.image;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.SyscallFailure;

/**
 * Where something is made before it is shown, beside its later place so that showing it is a
 * rename.
 *
 * <p>It is locked while its maker lives. One that is not locked was left by a process that was
 * killed: the next one removes it.
 */
public final class WorkDirectory implements AutoCloseable {
  private static final String PREFIX = ".#jbuild-";
  private static final long AS_DIRECTORY =
      Descriptors.O_RDONLY | Descriptors.O_DIRECTORY | Descriptors.O_NOFOLLOW;

  private static final long TRIES = 100;
  private static final long PAUSE_MS = 50;

  private final Path path;

  /** What ends jbuild may not see its mounts, so the path leads it elsewhere. */
  private final Fd parent;

  private final BytePath name;
  private final Fd lock;
  private final Object removal = new Object();
  private volatile boolean ending;
  private final Thread atExit = new Thread(this::removeAtExit, "end of the work");

  private WorkDirectory(Path path, Fd parent, Fd lock) {
    this.path = path;
    this.parent = parent;
    this.name = BytePath.of(path.getFileName().toString());
    this.lock = lock;
  }

  /** Waits while somebody else begins or ends here, so that nobody takes ours for garbage. */
  public static WorkDirectory in(Path directory) {
    try (Fd outputs = open(directory)) {
      Locks.exclusive(outputs);
      removeGarbage(outputs);
      String name = PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong());
      Nodes.makeDirectory(outputs, BytePath.of(name));
      Fd lock = Descriptors.child(outputs, BytePath.of(name), AS_DIRECTORY);
      Locks.exclusive(lock);
      // Without the lock of the other.
      Fd parent = Descriptors.reopen(outputs, Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
      WorkDirectory work = new WorkDirectory(directory.resolve(name), parent, lock);
      Runtime.getRuntime().addShutdownHook(work.atExit);
      return work;
    }
  }

  /** Removes those that nobody works in any more. */
  public static void collect(Path directory) {
    try (Fd outputs = open(directory)) {
      Locks.exclusive(outputs);
      removeGarbage(outputs);
    }
  }

  /** A directory of the host, open for locks and for its names. */
  private static Fd open(Path directory) {
    return Descriptors.onHost(
        BytePath.of(directory.toString()), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
  }

  private static void removeGarbage(Fd outputs) {
    for (BytePath name : Directories.names(outputs)) {
      if (name.toString().startsWith(PREFIX)) {
        try (Fd left = Descriptors.child(outputs, name, AS_DIRECTORY)) {
          if (Locks.tryExclusive(left)) {
            Trees.remove(outputs, name);
          }
        } catch (SyscallFailure failure) {
          // No directory, so not one of these: somebody's file, or gone meanwhile.
          continue;
        }
      }
    }
  }

  public Path path() {
    return path;
  }

  /** Whether jbuild was told to end, so that whatever fails now fails for that reason. */
  public boolean isEnding() {
    return ending;
  }

  /**
   * Shows what was made, as a whole or not at all: an exit waits until that is done, and when one
   * is under way already nothing is shown, because half of it may be removed.
   */
  public void show(Runnable renames) {
    synchronized (removal) {
      if (ending) {
        throw new Failure(
            ExitStatus.INTERRUPTED,
            "cannot show what was made in " + path,
            "jbuild was told to end before",
            "start it again; what was there before is still there");
      }
      renames.run();
    }
  }

  @Override
  public void close() {
    try (lock) {
      Trees.remove(parent, name);
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The exit is under way, uses the parent, and finds nothing to remove any more.
      return;
    }
    parent.close();
  }

  /** The work goes on until its machine is gone, and what it writes meanwhile is in the way. */
  private void removeAtExit() {
    synchronized (removal) {
      ending = true;
    }
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        Trees.remove(parent, name);
        Thread.sleep(PAUSE_MS);
        if (!Directories.names(parent).contains(name)) {
          return;
        }
      } catch (SyscallFailure failure) {
        // Something was written into a directory while it was emptied: once more.
        continue;
      } catch (InterruptedException e) {
        // The next one here removes the rest.
        return;
      }
    }
  }
}
