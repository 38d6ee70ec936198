package jbuild.runner.image.copy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.ContentCopy;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.SyscallFailure;

/**
 * Puts the files of one tree into another, which is the root of a system: links to directories on
 * the way are followed and end inside, files replace what is there, and all of it is root's.
 */
public final class TreeMerge {
  private static final long AS_DIRECTORY = Descriptors.O_PATH | Descriptors.O_DIRECTORY;
  private static final long READ_DIRECTORY = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;

  private final Fd target;
  private final ContentCopy contents = new ContentCopy(() -> {});
  private final Map<Identity, Made> linked = new HashMap<>();
  private int files;

  /** The copy of a file that has more names. */
  private record Made(BytePath path, Identity identity) {}

  private TreeMerge(Fd target) {
    this.target = target;
  }

  /**
   * Directories that are there keep their modes. Files have theirs, their attributes and times.
   *
   * @return how many files and links there were
   */
  public static int intoSystem(Fd source, Fd target) {
    TreeMerge merge = new TreeMerge(target);
    try (Fd directory = Descriptors.reopen(source, READ_DIRECTORY)) {
      merge.directory(BytePath.of("."), directory);
    }
    return merge.files;
  }

  private void directory(BytePath path, Fd from) {
    try (Fd to = Descriptors.inside(target, path, AS_DIRECTORY)) {
      for (BytePath name : Directories.names(from)) {
        try (Fd place = Descriptors.child(from, name, Descriptors.O_PATH)) {
          FileStatus status = FileStatus.of(place);
          if (status.isDirectory()) {
            inner(path.slash(name), place, status, to, name);
          } else {
            file(path.slash(name), place, status, to, name);
          }
        }
      }
    }
  }

  private void inner(BytePath path, Fd place, FileStatus status, Fd to, BytePath name) {
    if (!isDirectory(path)) {
      makeDirectory(path, to, name);
      try (Fd made = Descriptors.child(to, name, AS_DIRECTORY)) {
        FileCopy.attributes(place, status.ofRoot(), made);
      }
    }
    try (Fd below = Descriptors.reopen(place, READ_DIRECTORY)) {
      directory(path, below);
    }
  }

  private boolean isDirectory(BytePath path) {
    try (Fd there = Descriptors.inside(target, path)) {
      return FileStatus.of(there).isDirectory();
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT) {
        return false;
      }
      throw failure;
    }
  }

  private void makeDirectory(BytePath path, Fd to, BytePath name) {
    try {
      Nodes.makeDirectory(to, name);
    } catch (SyscallFailure failure) {
      throw failure.errno() == Errno.EEXIST
          ? inTheWay(path, "a directory", "something else of that name is there")
          : failure;
    }
  }

  private void file(BytePath path, Fd place, FileStatus status, Fd to, BytePath name) {
    if (isThereAsDirectory(to, name)) {
      throw inTheWay(path, "a file", "a directory of that name is there");
    }
    long random = ThreadLocalRandom.current().nextLong();
    BytePath aside = BytePath.of(".#jbuild-" + Long.toHexString(random));
    try {
      make(place, status, to, aside);
      if (status.links() > 1) {
        linked.put(Identity.of(status), new Made(path, identity(to, aside)));
      }
      Renames.replace(to, aside, to, name);
      // Where both are names of one file already, renaming does nothing; see rename(2).
      Trees.remove(to, aside);
    } catch (Failure failure) {
      Trees.remove(to, aside);
      throw failure;
    }
    files++;
  }

  /** A link to one is none: it is replaced. */
  private static boolean isThereAsDirectory(Fd parent, BytePath name) {
    try (Fd there = Descriptors.child(parent, name, Descriptors.O_PATH)) {
      return FileStatus.of(there).isDirectory();
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT) {
        return false;
      }
      throw failure;
    }
  }

  /** A second name of a file becomes one of the copy, unless something else is there by now. */
  private void make(Fd place, FileStatus status, Fd to, BytePath aside) {
    Made first = linked.get(Identity.of(status));
    if (first != null && first.identity().device().equals(FileStatus.of(to).device())) {
      try (Fd parent = Descriptors.inside(target, first.path().parent(), AS_DIRECTORY)) {
        Nodes.hardLink(parent, first.path().name(), to, aside);
      }
      if (identity(to, aside).equals(first.identity())) {
        return;
      }
      Trees.remove(to, aside);
    }
    FileCopy.make(place, status.ofRoot(), to, aside, contents);
  }

  private static Identity identity(Fd parent, BytePath name) {
    try (Fd file = Descriptors.child(parent, name, Descriptors.O_PATH)) {
      return Identity.of(FileStatus.of(file));
    }
  }

  private Failure inTheWay(BytePath path, String what, String why) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot put " + what + " at " + path + " in " + target.name(),
        why,
        "put it somewhere else, or remove what is there before");
  }
}
