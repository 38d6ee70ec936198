package jbuild.runner.image.copy;

import java.util.concurrent.ThreadLocalRandom;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.ContentCopy;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
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
  private int files;

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
        FileCopy.attributes(place, status, made);
        own(made, status);
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
      FileCopy.make(place, status, to, aside, contents);
      try (Fd made = Descriptors.child(to, aside, Descriptors.O_PATH)) {
        own(made, status);
      }
      Renames.replace(to, aside, to, name);
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

  /** A new owner ends set-uid bits: they are given again. */
  private static void own(Fd made, FileStatus status) {
    if (status.uid() != 0 || status.gid() != 0) {
      Attributes.setOwner(made, 0, 0);
      if (status.type() != FileType.LINK) {
        Attributes.setMode(made, status.mode());
      }
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
