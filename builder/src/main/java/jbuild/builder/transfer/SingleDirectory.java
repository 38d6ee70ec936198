package jbuild.builder.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Directories.Entry;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.Xattrs;

/** A tree in which all is in one directory: many archives of systems are packed like that. */
final class SingleDirectory {
  private static final BytePath ASIDE = BytePath.of(".#jbuild-single");
  private static final List<String> MARKS = List.of("etc/os-release", "usr/lib/os-release");

  private SingleDirectory() {}

  /** Moves the system to the root, if that is none, and its only directory is one. */
  static void liftFrom(Path path) {
    try (ImageTree tree = ImageTree.open(path)) {
      List<Entry> entries = Directories.entries(tree.root());
      if (entries.size() != 1 || isSystem(tree)) {
        return;
      }
      try (Fd single = Descriptors.child(tree.root(), entries.get(0).name(), Descriptors.O_PATH)) {
        if (FileStatus.of(single).isDirectory() && isSystem(ImageTree.at(single))) {
          lift(tree.root(), entries.get(0).name(), single);
        }
      }
    }
  }

  private static boolean isSystem(ImageTree tree) {
    return MARKS.stream().anyMatch(tree::exists);
  }

  private static void lift(Fd root, BytePath name, Fd single) {
    FileStatus status = FileStatus.of(single);
    // It may have an entry of its own name.
    Renames.asNew(root, name, root, ASIDE);
    for (BytePath entry : Directories.names(single)) {
      Renames.asNew(single, entry, root, entry);
    }
    Attributes.setOwner(root, status.uid(), status.gid());
    Attributes.setMode(root, status.mode());
    for (BytePath attribute : Xattrs.names(single)) {
      Optional<byte[]> value = Xattrs.get(single, attribute);
      value.ifPresent(bytes -> Xattrs.set(root, attribute, bytes));
    }
    Nodes.removeDirectory(root, ASIDE);
    Attributes.setTimes(root, status);
  }
}
