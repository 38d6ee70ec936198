package jbuild.runner.image.store;

import java.nio.file.Path;
import java.util.Locale;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** What an image is made of. */
public enum ImageType {
  DIRECTORY,
  /** Of btrfs. */
  SUBVOLUME,
  /** A disk image in a file NAME.raw. */
  RAW,
  BLOCK,
  /** A directory of layers, NAME.mstack. */
  MSTACK;

  /** What a tree is. */
  static ImageType ofTree(Path path) {
    try (Fd tree = Descriptors.onHost(BytePath.of(path.toString()))) {
      return Btrfs.isSubvolume(tree) ? SUBVOLUME : DIRECTORY;
    }
  }

  /** What its file is called. */
  String fileName(ImageName name) {
    return switch (this) {
      case RAW -> name + ".raw";
      case MSTACK -> name + ".mstack";
      case DIRECTORY, SUBVOLUME, BLOCK -> name.value();
    };
  }

  /** Whether the image is a tree of files. */
  public boolean isTree() {
    return this == DIRECTORY || this == SUBVOLUME;
  }

  /** As machinectl has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
