package jbuild.builder.recipe;

import java.util.Optional;
import java.util.stream.Stream;

/** A shape of a finished image. */
public enum OutputFormat {
  DIRECTORY("directory", ""),
  SUBVOLUME("subvolume", ""),
  TAR("tar", ".tar"),
  TAR_GZ("tar.gz", ".tar.gz"),
  TAR_BZ2("tar.bz2", ".tar.bz2"),
  TAR_XZ("tar.xz", ".tar.xz"),
  TAR_ZST("tar.zst", ".tar.zst"),
  TAR_LZ4("tar.lz4", ".tar.lz4"),
  RAW("raw", ".raw"),
  SQUASHFS("squashfs", ".squashfs"),
  EROFS("erofs", ".erofs"),
  OCI("oci", ".oci"),
  CPIO_ZST("cpio.zst", ".cpio.zst");

  private final String word;
  private final String suffix;

  OutputFormat(String word, String suffix) {
    this.word = word;
    this.suffix = suffix;
  }

  /** What the output of this image is called, in its output directory. */
  public String fileName(String image) {
    return image + suffix;
  }

  /** Whether it is a directory from which machines start as it is. */
  public boolean isTree() {
    return this == DIRECTORY || this == SUBVOLUME;
  }

  /** Whether it is one file, which has a checksum. */
  public boolean isFile() {
    return !isTree() && this != OCI;
  }

  static Optional<OutputFormat> named(String word) {
    return Stream.of(values()).filter(format -> format.word.equals(word)).findFirst();
  }

  /** As recipes write it. */
  @Override
  public String toString() {
    return word;
  }
}
