package jbuild.builder.recipe;

import java.util.Optional;
import java.util.stream.Stream;

/** A file system of a raw disk. */
public enum DiskFileSystem {
  EXT4("ext4", true),
  BTRFS("btrfs", true),
  XFS("xfs", true),
  SQUASHFS("squashfs", false),
  EROFS("erofs", false);

  private final String word;
  private final boolean writable;

  DiskFileSystem(String word, boolean writable) {
    this.word = word;
    this.writable = writable;
  }

  static Optional<DiskFileSystem> named(String word) {
    return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  /** Whether a running system can change what is in it. */
  public boolean isWritable() {
    return writable;
  }

  /** As recipes and the kernel write it. */
  @Override
  public String toString() {
    return word;
  }
}
