package jbuild.builder.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Where everything is on a disk with a GUID partition table.
 *
 * @param id of the disk
 * @param size in bytes
 * @param partitions in the order of the disk, which is also that of their numbers
 */
public record DiskLayout(UUID id, long size, List<DiskPartition> partitions) {
  /** Before the first partition and after the last one, for the two copies of the table. */
  public static final long MARGIN = DiskPartition.ALIGNMENT;

  public DiskLayout {
    Objects.requireNonNull(id);
    partitions = List.copyOf(partitions);
    long free = MARGIN;
    for (DiskPartition partition : partitions) {
      if (partition.start() < free) {
        throw new IllegalArgumentException("overlaps another: " + partition.label());
      }
      free = partition.end();
    }
    if (size % DiskPartition.ALIGNMENT != 0 || size - MARGIN < free) {
      throw new IllegalArgumentException("no room for " + free + " bytes on " + size);
    }
    if (partitions.size() > PartitionTable.ENTRIES) {
      throw new IllegalArgumentException("too many partitions: " + partitions.size());
    }
  }

  /**
   * A partition without a place.
   *
   * @param size what it must have room for, in bytes
   */
  public record Wanted(PartitionKind kind, String label, long attributes, long size) {}

  /**
   * Puts partitions one behind the other, on the smallest disk that has room for them.
   *
   * @param architecture of the system on the disk
   */
  public static DiskLayout of(DiskIds ids, String architecture, List<Wanted> wanted) {
    List<DiskPartition> partitions = new ArrayList<>();
    long start = MARGIN;
    for (Wanted one : wanted) {
      long size = DiskPartition.aligned(one.size());
      partitions.add(
          new DiskPartition(
              one.kind(),
              one.kind().type(architecture),
              ids.ofPartition(one.label()),
              one.label(),
              one.attributes(),
              start,
              size));
      start += size;
    }
    return new DiskLayout(ids.of("disk"), start + MARGIN, partitions);
  }

  /** The only partition of this kind. */
  public DiskPartition partition(PartitionKind kind) {
    return partitions.stream()
        .filter(partition -> partition.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no partition " + kind));
  }
}
