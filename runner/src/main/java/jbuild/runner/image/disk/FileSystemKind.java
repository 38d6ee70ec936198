package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a disk or partition holds, told by the marks at its start. */
public enum FileSystemKind {
  EXT4("ext4"),
  BTRFS("btrfs"),
  XFS("xfs"),
  SQUASHFS("squashfs"),
  EROFS("erofs"),
  F2FS("f2fs"),
  VFAT("vfat"),
  LUKS("crypto_LUKS"),
  VERITY("DM_verity_hash"),
  SWAP("swap");

  private static final int EXT_MAGIC_AT = 1024 + 56;
  private static final int EXT_MAGIC = 0xef53;
  private static final int EROFS_MAGIC = 0xe0f5e1e2;
  private static final int F2FS_MAGIC = 0xf2f52010;
  private static final int SECOND_SUPERBLOCK_AT = 1024;
  private static final int BTRFS_MAGIC_AT = 65536 + 64;
  private static final int SWAP_MAGIC_AT = 4096 - 10;
  private static final int FAT_LABEL_AT = 54;
  private static final int FAT32_LABEL_AT = 82;
  private static final int SIGNATURE_AT = 510;
  private static final int START = 4096;

  private final String word;

  FileSystemKind(String word) {
    this.word = word;
  }

  /** The name that the kernel, or blkid(8), has for it. */
  public String word() {
    return word;
  }

  /** Whether the kernel mounts it without anything in between. */
  public boolean isFileSystem() {
    return this != LUKS && this != VERITY && this != SWAP;
  }

  /** Whether it can be written at all. */
  public boolean isWritable() {
    return this != SQUASHFS && this != EROFS;
  }

  /**
   * A device that cannot be written cannot replay a journal; XFS refuses a copy of a mounted one.
   */
  Map<String, String> options(boolean readOnly) {
    return switch (this) {
      case EXT4 -> readOnly ? Map.of("ro", "", "norecovery", "") : Map.of();
      case XFS ->
          readOnly ? Map.of("ro", "", "norecovery", "", "nouuid", "") : Map.of("nouuid", "");
      default -> readOnly ? Map.of("ro", "") : Map.of();
    };
  }

  /** What is not as it was left cannot be mounted so. */
  Map<String, String> optionsBelow() {
    return this == XFS ? Map.of("ro", "", "nouuid", "") : Map.of("ro", "");
  }

  /** What an image policy calls it; empty for what no policy speaks of. */
  Optional<PolicyFlag> flag() {
    return switch (this) {
      case EXT4 -> Optional.of(PolicyFlag.EXT4);
      case BTRFS -> Optional.of(PolicyFlag.BTRFS);
      case XFS -> Optional.of(PolicyFlag.XFS);
      case SQUASHFS -> Optional.of(PolicyFlag.SQUASHFS);
      case EROFS -> Optional.of(PolicyFlag.EROFS);
      case F2FS -> Optional.of(PolicyFlag.F2FS);
      case VFAT -> Optional.of(PolicyFlag.VFAT);
      case LUKS, VERITY, SWAP -> Optional.empty();
    };
  }

  static Optional<FileSystemKind> of(DiskBytes disk) {
    ByteBuffer start = disk.read(0, START);
    if (has(start, 0, "LUKS\u00ba\u00be")) {
      return Optional.of(LUKS);
    }
    if (has(start, 0, "verity\0\0")) {
      return Optional.of(VERITY);
    }
    if (has(start, 0, "hsqs")) {
      return Optional.of(SQUASHFS);
    }
    if (has(start, 0, "XFSB")) {
      return Optional.of(XFS);
    }
    if (has(start, SWAP_MAGIC_AT, "SWAPSPACE2")) {
      return Optional.of(SWAP);
    }
    if (Short.toUnsignedInt(start.getShort(EXT_MAGIC_AT)) == EXT_MAGIC) {
      return Optional.of(EXT4);
    }
    if (start.getInt(SECOND_SUPERBLOCK_AT) == EROFS_MAGIC) {
      return Optional.of(EROFS);
    }
    if (start.getInt(SECOND_SUPERBLOCK_AT) == F2FS_MAGIC) {
      return Optional.of(F2FS);
    }
    if (has(disk.read(BTRFS_MAGIC_AT, 8), 0, "_BHRfS_M")) {
      return Optional.of(BTRFS);
    }
    return isFat(start) ? Optional.of(VFAT) : Optional.empty();
  }

  /** How many bytes it says it has on the disk on which it is; empty when it is not asked here. */
  OptionalLong size(DiskBytes disk) {
    return switch (this) {
      case EXT4 -> OptionalLong.of(FileSystemSize.ofExt(disk));
      case BTRFS -> OptionalLong.of(FileSystemSize.ofBtrfs(disk));
      case XFS -> OptionalLong.of(FileSystemSize.ofXfs(disk));
      case SQUASHFS -> OptionalLong.of(FileSystemSize.ofSquashfs(disk));
      case EROFS -> OptionalLong.of(FileSystemSize.ofErofs(disk));
      case F2FS, VFAT, LUKS, VERITY, SWAP -> OptionalLong.empty();
    };
  }

  private static boolean isFat(ByteBuffer start) {
    return has(start, SIGNATURE_AT, "\u0055\u00aa")
        && (has(start, FAT_LABEL_AT, "FAT") || has(start, FAT32_LABEL_AT, "FAT32"));
  }

  private static boolean has(ByteBuffer bytes, int at, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < expected.length; i++) {
      if (bytes.get(at + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
