package jbuild.builder.disk;

import java.util.Objects;
import java.util.UUID;

/**
 * One partition of a disk that is to be written.
 *
 * @param kind what it is for
 * @param type says so to others
 * @param id its own
 * @param label for people; at most 36 characters
 * @param attributes of GPT
 * @param start in bytes, from the start of the disk
 * @param size in bytes
 */
public record DiskPartition(
    PartitionKind kind, UUID type, UUID id, String label, long attributes, long start, long size) {
  /** Attribute: whoever mounts it should grow its file system to its size. */
  public static final long GROW = 1L << 59;

  /** Attribute: whoever mounts it should do so for reading only. */
  public static final long READ_ONLY = 1L << 60;

  /** Partitions begin and end there: erase blocks of flash and stripes of RAID divide it. */
  public static final long ALIGNMENT = 1 << 20;

  private static final int LONGEST_LABEL = 36;

  public DiskPartition {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(type);
    Objects.requireNonNull(id);
    if (label.length() > LONGEST_LABEL) {
      throw new IllegalArgumentException("too long a label: " + label);
    }
    if (start < ALIGNMENT || size <= 0 || start % ALIGNMENT != 0 || size % ALIGNMENT != 0) {
      throw new IllegalArgumentException("not aligned: " + label + " at " + start + ", " + size);
    }
  }

  /** The first byte after it. */
  public long end() {
    return start + size;
  }

  /** The smallest size of a partition that has room for so much. */
  public static long aligned(long size) {
    return Math.max(ALIGNMENT, Math.addExact(size, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  }
}
