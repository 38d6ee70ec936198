package jbuild.runner.image;

import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;

/** Visits every file of a tree: a directory before what it holds, names in the order of bytes. */
public final class TreeWalk {
  private static final int LONGEST_PATH = 4095;

  /** Gets one file at a time. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes a file.
     *
     * @param path from the root of the tree, which itself is empty
     * @param place the file, open as a place until the visitor returns
     */
    void visit(BytePath path, Fd place, FileStatus status);
  }

  /** Gets one file at a time, of which it needs little more than the status. */
  @FunctionalInterface
  public interface Looker {
    /**
     * Takes a file.
     *
     * @param path from the root of the tree, which itself is empty
     * @param directory that it is in, open as a place until the looker returns; the root's is the
     *     root itself
     */
    void look(BytePath path, Fd directory, FileStatus status);
  }

  private TreeWalk() {}

  /** Fails where another file system is mounted below the root. */
  public static void visit(Fd root, Visitor visitor) {
    visit(BytePath.of(""), root, visitor);
  }

  private static void visit(BytePath path, Fd place, Visitor visitor) {
    FileStatus status = FileStatus.of(place);
    visitor.visit(path, place, status);
    if (status.isDirectory()) {
      for (BytePath name : Directories.names(place)) {
        BytePath below = below(path, name, place);
        try (Fd child = Descriptors.child(place, name, Descriptors.O_PATH)) {
          visit(below, child, visitor);
        }
      }
    }
  }

  /** As {@link #visit}, but only directories are opened, which takes a third of the time. */
  public static void look(Fd root, Looker looker) {
    FileStatus status = FileStatus.of(root);
    looker.look(BytePath.of(""), root, status);
    if (status.isDirectory()) {
      look(BytePath.of(""), root, looker);
    }
  }

  private static void look(BytePath path, Fd directory, Looker looker) {
    for (BytePath name : Directories.names(directory)) {
      BytePath below = below(path, name, directory);
      FileStatus status = status(directory, name);
      looker.look(below, directory, status);
      if (status.isDirectory()) {
        try (Fd child = Descriptors.child(directory, name, Descriptors.O_PATH)) {
          look(below, child, looker);
        }
      }
    }
  }

  private static FileStatus status(Fd directory, BytePath name) {
    Optional<FileStatus> status = FileStatus.ofChild(directory, name);
    if (status.isPresent()) {
      return status.get();
    }
    // Fails where it leads to another file system, and tells so.
    try (Fd child = Descriptors.child(directory, name, Descriptors.O_PATH)) {
      return FileStatus.of(child);
    }
  }

  private static BytePath below(BytePath path, BytePath name, Fd directory) {
    BytePath below = path.slash(name);
    if (below.bytes().length > LONGEST_PATH) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot walk " + directory.name(),
          "a path in it is longer than any program can use",
          "remove the deepest directories");
    }
    return below;
  }
}
