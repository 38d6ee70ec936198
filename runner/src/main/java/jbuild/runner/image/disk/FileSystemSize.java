package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How many bytes a file system says it has. The places are those of the kernel's documentation and
 * headers: ext4/super.rst, xfs_format.h, uapi/linux/btrfs_tree.h, squashfs_fs.h, erofs_fs.h.
 */
final class FileSystemSize {
  private static final int SUPERBLOCK = 1024;
  private static final int BTRFS_SUPERBLOCK = 65536;
  private static final int EXT_64_BIT = 0x80;
  private static final int SMALLEST_EXT_BLOCK = 10;
  private static final int LARGEST_SHIFT = 32;

  private FileSystemSize() {}

  static long ofExt(DiskBytes disk) {
    ByteBuffer block = disk.read(SUPERBLOCK, SUPERBLOCK);
    boolean isLong = (block.getInt(0x60) & EXT_64_BIT) != 0;
    long high = isLong ? Integer.toUnsignedLong(block.getInt(0x150)) << Integer.SIZE : 0;
    long blocks = high | Integer.toUnsignedLong(block.getInt(4));
    return bytes(blocks, SMALLEST_EXT_BLOCK + block.getInt(24));
  }

  static long ofXfs(DiskBytes disk) {
    ByteBuffer block = disk.read(0, 16).order(ByteOrder.BIG_ENDIAN);
    return bytes(block.getLong(8), Integer.numberOfTrailingZeros(block.getInt(4)));
  }

  /** Of this device: there may be more of them. */
  static long ofBtrfs(DiskBytes disk) {
    return disk.read(BTRFS_SUPERBLOCK + 0xd1, Long.BYTES).getLong(0);
  }

  static long ofSquashfs(DiskBytes disk) {
    return disk.read(40, Long.BYTES).getLong(0);
  }

  static long ofErofs(DiskBytes disk) {
    ByteBuffer block = disk.read(SUPERBLOCK, 64);
    return bytes(Integer.toUnsignedLong(block.getInt(36)), block.get(12));
  }

  /** What no disk can have is more than any has. */
  private static long bytes(long blocks, int shift) {
    boolean fits =
        shift >= 0
            && shift <= LARGEST_SHIFT
            && Long.compareUnsigned(blocks, Long.MAX_VALUE >>> shift) <= 0;
    return fits ? blocks << shift : Long.MAX_VALUE;
  }
}
