package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The partitions of a disk image, by the layouts of GPT (UEFI specification, section 5.3) and MBR.
 *
 * @param isGpt whether partitions say what they are for
 */
record PartitionTable(boolean isGpt, List<Partition> partitions) {
  private static final int MBR_SIGNATURE_AT = 510;
  private static final int MBR_SIGNATURE = 0xaa55;
  private static final int MBR_ENTRIES_AT = 446;
  private static final int MBR_ENTRY = 16;
  private static final int MBR_ENTRIES = 4;
  private static final int MBR_BOOTABLE = 0x80;
  private static final int MBR_LINUX = 0x83;
  private static final int MBR_PROTECTIVE = 0xee;
  private static final long SIGNATURE = 0x5452415020494645L; // "EFI PART"
  private static final int SMALLEST_HEADER = 92;
  private static final int SMALLEST_ENTRY = 128;
  private static final int LARGEST_ENTRIES = 1 << 20;
  private static final int LABEL = 36;
  private static final int[] SECTORS = {512, 4096};

  PartitionTable {
    partitions = List.copyOf(partitions);
  }

  /** Empty when there is no table; fails when there is one that is broken. */
  static Optional<PartitionTable> of(DiskBytes disk, String processor) {
    ByteBuffer first = disk.read(0, SECTORS[0]);
    boolean isMbr = Short.toUnsignedInt(first.getShort(MBR_SIGNATURE_AT)) == MBR_SIGNATURE;
    if (isMbr && !isProtective(first)) {
      return mbr(first, disk);
    }
    boolean isSeen = false;
    for (int sector : SECTORS) {
      isSeen |= disk.read(sector, SECTORS[0]).getLong(0) == SIGNATURE;
      Optional<PartitionTable> table = gpt(disk, sector, 1, processor);
      if (table.isEmpty()) {
        table = gpt(disk, sector, disk.size() / sector - 1, processor);
      }
      if (table.isPresent()) {
        return table;
      }
    }
    if (isSeen || isMbr) {
      throw broken(disk, "both copies of its partition table are damaged");
    }
    return Optional.empty();
  }

  private static boolean isProtective(ByteBuffer mbr) {
    for (int i = 0; i < MBR_ENTRIES; i++) {
      if (Byte.toUnsignedInt(mbr.get(MBR_ENTRIES_AT + i * MBR_ENTRY + 4)) == MBR_PROTECTIVE) {
        return true;
      }
    }
    return false;
  }

  private static Optional<PartitionTable> mbr(ByteBuffer mbr, DiskBytes disk) {
    List<Partition> partitions = new ArrayList<>();
    boolean isTable = false;
    for (int i = 0; i < MBR_ENTRIES; i++) {
      int at = MBR_ENTRIES_AT + i * MBR_ENTRY;
      int flags = Byte.toUnsignedInt(mbr.get(at));
      int type = Byte.toUnsignedInt(mbr.get(at + 4));
      if ((flags & ~MBR_BOOTABLE) != 0) {
        // Code, or the text of a file system: no table at all.
        return Optional.empty();
      }
      isTable |= type != 0;
      if (type == MBR_LINUX && flags == MBR_BOOTABLE) {
        long start = Integer.toUnsignedLong(mbr.getInt(at + 8)) * SECTORS[0];
        long size = Integer.toUnsignedLong(mbr.getInt(at + 12)) * SECTORS[0];
        checkInside(disk, i + 1, start, size);
        partitions.add(new Partition(i + 1, PartitionUse.GENERIC, start, size, 0, ""));
      }
    }
    return isTable ? Optional.of(new PartitionTable(false, partitions)) : Optional.empty();
  }

  private static Optional<PartitionTable> gpt(
      DiskBytes disk, int sector, long place, String processor) {
    ByteBuffer header = disk.read(place * sector, sector);
    int size = header.getInt(12);
    if (place < 1 || header.getLong(0) != SIGNATURE || header.getLong(24) != place) {
      return Optional.empty();
    }
    if (size < SMALLEST_HEADER || size > sector || !isIntact(header, size)) {
      return Optional.empty();
    }
    long entriesAt = header.getLong(72);
    long count = Integer.toUnsignedLong(header.getInt(80));
    long entry = Integer.toUnsignedLong(header.getInt(84));
    boolean isSize = entry >= SMALLEST_ENTRY && Long.bitCount(entry) == 1;
    if (!isSize || count > LARGEST_ENTRIES / entry) {
      return Optional.empty();
    }
    int length = (int) (count * entry);
    if (entriesAt < 2 || entriesAt > (disk.size() - length) / sector) {
      return Optional.empty();
    }
    ByteBuffer entries = disk.read(entriesAt * sector, length);
    if (crc(entries, length) != header.getInt(88)) {
      return Optional.empty();
    }
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      partition(disk, entries, (int) (i * entry), i + 1, sector, processor)
          .ifPresent(partitions::add);
    }
    return Optional.of(new PartitionTable(true, partitions));
  }

  /** The sum is that of the header with zeros in its own place. */
  private static boolean isIntact(ByteBuffer header, int size) {
    int sum = header.getInt(16);
    header.putInt(16, 0);
    return crc(header, size) == sum;
  }

  private static int crc(ByteBuffer bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 0, length);
    return (int) crc.getValue();
  }

  private static Optional<Partition> partition(
      DiskBytes disk, ByteBuffer entries, int at, int number, int sector, String processor) {
    UUID type = uuid(entries, at);
    if (type.getMostSignificantBits() == 0 && type.getLeastSignificantBits() == 0) {
      return Optional.empty();
    }
    long first = entries.getLong(at + 32);
    long last = entries.getLong(at + 40);
    long sectors = disk.size() / sector;
    if (first < 1 || last < first || last >= sectors) {
      throw broken(disk, "partition " + number + " is not inside the image");
    }
    long size = (last - first + 1) * sector;
    PartitionUse use = PartitionUse.of(type, processor);
    return Optional.of(
        new Partition(
            number, use, first * sector, size, entries.getLong(at + 48), label(entries, at + 56)));
  }

  private static String label(ByteBuffer bytes, int at) {
    StringBuilder label = new StringBuilder();
    for (int i = 0; i < LABEL && bytes.getChar(at + 2 * i) != 0; i++) {
      label.append(bytes.getChar(at + 2 * i));
    }
    return label.toString();
  }

  /** The first three groups are stored little-endian, the rest as it is read. */
  private static UUID uuid(ByteBuffer bytes, int at) {
    long high =
        Integer.toUnsignedLong(bytes.getInt(at)) << 32
            | Short.toUnsignedLong(bytes.getShort(at + 4)) << 16
            | Short.toUnsignedLong(bytes.getShort(at + 6));
    return new UUID(high, Long.reverseBytes(bytes.getLong(at + 8)));
  }

  private static void checkInside(DiskBytes disk, int number, long start, long size) {
    if (start == 0 || size == 0 || start > disk.size() - size) {
      throw broken(disk, "partition " + number + " is not inside the image");
    }
  }

  private static DiskFailure broken(DiskBytes disk, String why) {
    return new DiskFailure(
        disk.file().name(), why, "make the image again, or mend it with a partitioning tool");
  }
}
