package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the first cluster of a disk of QEMU says; see docs/interop/qcow2 in QEMU's manual. One that
 * exists is about an image that can be read here alone.
 *
 * @param size of the disk, in bytes
 * @param tables how many clusters with entries there are, and where their list begins
 * @param counts how many clusters list the clusters with reference counts, and where
 * @param countOrder the binary logarithm of the bits of one reference count
 */
record Qcow2Header(
    int clusterBits,
    long size,
    Place tables,
    Place counts,
    int countOrder,
    boolean isDirty,
    boolean isZstd,
    boolean isExtended) {
  private static final int MAGIC = 0x514649fb;
  private static final int LENGTH = 112;
  private static final int SHORTEST = 104;
  private static final int SECTOR = 512;
  private static final long LARGEST_DISK = 1L << 43;
  private static final int MOST_TABLES = 1 << 22;
  private static final int LARGEST_COUNTS = 1 << 23;

  private static final long DIRTY = 1;
  private static final long CORRUPT = 2;
  private static final long OTHER_FILE = 4;
  private static final long OTHER_COMPRESSION = 8;
  private static final long EXTENDED = 16;
  private static final long KNOWN = 31;

  /** Where a list begins, and how many members it has. */
  record Place(long at, int count) {}

  static boolean isOn(DiskBytes disk) {
    return disk.read(0, Integer.BYTES).order(ByteOrder.BIG_ENDIAN).getInt(0) == MAGIC;
  }

  static Qcow2Header of(DiskBytes disk) {
    ByteBuffer bytes = disk.read(0, LENGTH).order(ByteOrder.BIG_ENDIAN);
    int version = bytes.getInt(4);
    require(bytes.getInt(0) == MAGIC, disk, "it has no header of qcow2");
    require(version == 2 || version == 3, disk, "its version of qcow2 is " + version);
    checkAlone(disk, bytes);
    long features = version == 2 ? 0 : bytes.getLong(72);
    int length = version == 2 ? 0 : bytes.getInt(100);
    require((features & OTHER_FILE) == 0, disk, "its data is in another file");
    require((features & CORRUPT) == 0, disk, "QEMU has marked it as corrupt");
    require((features & ~KNOWN) == 0, disk, "it has features that only a later QEMU knows");
    require(version == 2 || length >= SHORTEST, disk, "its header is too short");
    boolean isZstd = false;
    if ((features & OTHER_COMPRESSION) != 0) {
      require(length > SHORTEST && bytes.get(104) == 1, disk, "its compression is unknown");
      isZstd = true;
    }
    Qcow2Header header =
        new Qcow2Header(
            bytes.getInt(20),
            bytes.getLong(24),
            new Place(bytes.getLong(40), bytes.getInt(36)),
            new Place(bytes.getLong(48), bytes.getInt(56)),
            version == 2 ? 4 : bytes.getInt(96),
            (features & DIRTY) != 0,
            isZstd,
            (features & EXTENDED) != 0);
    header.check(disk);
    return header;
  }

  private static void checkAlone(DiskBytes disk, ByteBuffer bytes) {
    if (bytes.getLong(8) != 0) {
      throw new DiskFailure(
          disk.name(),
          "it has only what differs from another image, its backing file",
          "put both together: qemu-img convert -O qcow2 FILE WHOLE");
    }
    if (bytes.getInt(32) != 0) {
      throw new DiskFailure(
          disk.name(), "it is encrypted", "decrypt it: qemu-img convert -O qcow2 FILE PLAIN");
    }
  }

  private void check(DiskBytes disk) {
    require(clusterBits >= 9 && clusterBits <= 21, disk, "the size of its clusters cannot be");
    require(!isExtended || clusterBits >= 14, disk, "its clusters are too small for parts");
    require(size >= 0 && size <= LARGEST_DISK, disk, "the size of the disk cannot be");
    require(size % SECTOR == 0, disk, "the disk ends within a sector");
    require(countOrder >= 0 && countOrder <= 6, disk, "the size of its counts cannot be");
    require(tables.count >= 0 && tables.count <= MOST_TABLES, disk, "it has too many tables");
    require(
        counts.count >= 1 && (long) counts.count << clusterBits <= LARGEST_COUNTS,
        disk,
        "it has too many reference counts, or none");
    long needed = Math.max(0, size - 1) / ((long) entriesOfTable() << clusterBits);
    require(size == 0 || tables.count > needed, disk, "it has too few tables for its size");
    checkPlace(disk, tables.at, (long) tables.count * Long.BYTES);
    checkPlace(disk, counts.at, (long) counts.count << clusterBits);
  }

  private void checkPlace(DiskBytes disk, long at, long length) {
    boolean isInside = at > 0 && at <= disk.size() && length <= disk.size() - at + clusterSize();
    require(isInside && at % clusterSize() == 0, disk, "a list in it is at a place that cannot be");
  }

  int clusterSize() {
    return 1 << clusterBits;
  }

  /** How many clusters of the disk one table is about. */
  int entriesOfTable() {
    return clusterSize() / bytesOfEntry();
  }

  int bytesOfEntry() {
    return isExtended ? 2 * Long.BYTES : Long.BYTES;
  }

  static void require(boolean condition, DiskBytes disk, String why) {
    if (!condition) {
      throw broken(disk, why);
    }
  }

  static DiskFailure broken(DiskBytes disk, String why) {
    return new DiskFailure(
        disk.name(), why, "look at it with qemu-img check, or make it again with qemu-img convert");
  }
}
