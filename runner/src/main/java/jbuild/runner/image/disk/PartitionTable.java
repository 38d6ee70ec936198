package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The partitions of a disk image, none of which shares a byte with another.
 *
 * @param isGpt whether partitions say what they are for
 */
record PartitionTable(boolean isGpt, List<Partition> partitions) {
  /** What a disk's sector can be, when nothing but the disk says so. */
  private static final int[] SECTORS = {512, 4096};

  PartitionTable {
    partitions = List.copyOf(partitions);
  }

  /** Empty when there is no table; fails when there is one that is broken. */
  static Optional<PartitionTable> of(DiskBytes disk, String processor) {
    ByteBuffer first = disk.read(0, MbrTable.SECTOR);
    boolean isMbr = MbrTable.isSigned(first);
    if (isMbr && !MbrTable.isProtective(first)) {
      return MbrTable.read(disk, first).map(table -> table.checked(disk));
    }
    boolean isSeen = false;
    for (int sector : SECTORS) {
      GptTable table = new GptTable(disk, sector, processor);
      isSeen |= table.isClaimed();
      Optional<PartitionTable> found = table.read();
      if (found.isPresent()) {
        return Optional.of(found.get().checked(disk));
      }
    }
    if (isSeen || isMbr) {
      throw broken(disk, "both copies of its partition table are damaged");
    }
    return Optional.empty();
  }

  /** Whether there is the mark of a table, whatever follows. */
  static boolean isClaimed(DiskBytes disk) {
    boolean isClaimed = MbrTable.isSigned(disk.read(0, MbrTable.SECTOR));
    for (int sector : SECTORS) {
      isClaimed |= new GptTable(disk, sector, "").isClaimed();
    }
    return isClaimed;
  }

  /** Two partitions in the same place would be two file systems that destroy each other. */
  private PartitionTable checked(DiskBytes disk) {
    List<Partition> sorted = new ArrayList<>(partitions);
    sorted.sort(Comparator.comparingLong(Partition::start));
    for (int i = 1; i < sorted.size(); i++) {
      Partition before = sorted.get(i - 1);
      Partition partition = sorted.get(i);
      if (partition.start() < before.end()) {
        throw broken(
            disk, "partitions " + before.number() + " and " + partition.number() + " overlap");
      }
    }
    return this;
  }

  static DiskFailure broken(DiskBytes disk, String why) {
    return new DiskFailure(
        disk.name(), why, "make the image again, or mend it with a partitioning tool");
  }
}
