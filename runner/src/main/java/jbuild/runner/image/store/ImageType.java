package jbuild.runner.image.store;

import java.util.Locale;

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
