package jbuild.runner.image;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Directories.Entry;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.SyscallFailure;

/**
 * Removes trees by descriptors: no link and no mount in them leads the removal elsewhere.
 *
 * <p>A subvolume goes at once, and what is in a tree goes even if somebody has protected it.
 */
public final class Trees {
  private static final long OPEN_DIRECTORY = Descriptors.O_PATH | Descriptors.O_DIRECTORY;

  /** Deeper directories are moved up first: a tree may be deeper than descriptors are allowed. */
  private static final int DEEPEST = 64;

  private Trees() {}

  /** Removes a file or a tree of the host that the user or jbuild has named; it may be missing. */
  public static void remove(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (absolute.getParent() == null) {
      throw new IllegalArgumentException("not a tree to remove: " + path);
    }
    try (Fd parent = Descriptors.onHost(BytePath.of(absolute.getParent().toString()))) {
      remove(parent, BytePath.of(absolute.getFileName().toString()));
    } catch (SyscallFailure failure) {
      if (failure.errno() != Errno.ENOENT && failure.errno() != Errno.ENOTDIR) {
        throw failure;
      }
    }
  }

  /** Removes an entry of a directory, with all that is below it; it may be missing. */
  public static void remove(Fd parent, BytePath name) {
    try {
      if (!isRemovedAsFile(parent, name)) {
        try (Fd top = open(parent, name, Descriptors.O_PATH)) {
          other(top, parent, name);
        }
      }
    } catch (SyscallFailure failure) {
      if (failure.errno() != Errno.ENOENT) {
        throw failure;
      }
    }
  }

  private static boolean isRemovedAsFile(Fd parent, BytePath name) {
    try {
      Nodes.removeFile(parent, name);
      return true;
    } catch (SyscallFailure failure) {
      // EISDIR is Linux's word, EPERM that of POSIX: some file systems use the latter.
      if (failure.errno() == Errno.EISDIR || failure.errno() == Errno.EPERM) {
        return false;
      }
      throw failure;
    }
  }

  /** A directory, or a file that is protected. */
  private static void other(Fd top, Fd parent, BytePath name) {
    if (!FileStatus.of(top).isDirectory()) {
      unprotecting(parent, name, () -> Nodes.removeFile(parent, name));
    } else if (Btrfs.isSubvolume(top)) {
      Subvolumes.remove(top, parent, name);
    } else {
      new Removal(top).run();
      unprotecting(parent, name, () -> Nodes.removeDirectory(parent, name));
    }
  }

  /** Does it again without the protection of the entry, if that was in the way. */
  private static void unprotecting(Fd parent, BytePath name, Runnable change) {
    try {
      change.run();
    } catch (SyscallFailure failure) {
      if (failure.errno() != Errno.EPERM) {
        throw failure;
      }
      try (Fd place = open(parent, name, Descriptors.O_PATH)) {
        if (!Protection.end(place)) {
          throw failure;
        }
      }
      change.run();
    }
  }

  private static Fd open(Fd parent, BytePath name, long flags) {
    try {
      return Descriptors.child(parent, name, flags);
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EXDEV) {
        throw new Failure(
            ExitStatus.FAILED,
            failure.what(),
            "something is mounted there, and a removal stays on its file system",
            "unmount it, then try again");
      }
      throw failure;
    }
  }

  /** One removal of all that is below a directory. */
  private static final class Removal {
    private final Fd top;
    private final boolean onBtrfs;
    private final Deque<BytePath> movedUp = new ArrayDeque<>();
    private int moves;

    Removal(Fd top) {
      this.top = top;
      this.onBtrfs = Btrfs.holds(top);
    }

    void run() {
      empty(top, 0);
      while (!movedUp.isEmpty()) {
        directory(top, movedUp.remove(), 1);
      }
    }

    private void empty(Fd directory, int depth) {
      try {
        attemptToEmpty(directory, depth);
      } catch (SyscallFailure failure) {
        if (failure.errno() != Errno.EPERM || !Protection.end(directory)) {
          throw failure;
        }
        attemptToEmpty(directory, depth);
      }
    }

    private void attemptToEmpty(Fd directory, int depth) {
      for (Entry entry : Directories.entries(directory)) {
        boolean isDirectory =
            entry.isDirectory() || entry.isUnknown() && !isRemovedAsFile(directory, entry.name());
        if (!isDirectory && !entry.isUnknown()) {
          unprotecting(directory, entry.name(), () -> Nodes.removeFile(directory, entry.name()));
        } else if (isDirectory && depth < DEEPEST) {
          directory(directory, entry.name(), depth + 1);
        } else if (isDirectory) {
          moveUp(directory, entry.name());
        }
      }
    }

    private void directory(Fd parent, BytePath name, int depth) {
      try (Fd directory = open(parent, name, OPEN_DIRECTORY)) {
        if (onBtrfs && Btrfs.isSubvolume(directory)) {
          Subvolumes.remove(directory, parent, name);
          return;
        }
        empty(directory, depth);
      }
      unprotecting(parent, name, () -> Nodes.removeDirectory(parent, name));
    }

    private void moveUp(Fd parent, BytePath name) {
      moves++;
      BytePath aside = BytePath.of(".#jbuild-deep-" + moves);
      unprotecting(parent, name, () -> Renames.asNew(parent, name, top, aside));
      movedUp.add(aside);
    }
  }
}
