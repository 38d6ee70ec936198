package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A table by the UEFI specification, section 5.3, of a disk whose sectors have one size. Of its two
 * copies the first counts whose sums are right and whose numbers can be.
 */
final class GptTable {
  private static final long SIGNATURE = 0x5452415020494645L; // "EFI PART"
  private static final int HEADER_SIZE_AT = 12;
  private static final int HEADER_SUM_AT = 16;
  private static final int PLACE_AT = 24;
  private static final int FIRST_USABLE_AT = 40;
  private static final int LAST_USABLE_AT = 48;
  private static final int ENTRIES_AT = 72;
  private static final int COUNT_AT = 80;
  private static final int ENTRY_SIZE_AT = 84;
  private static final int ENTRIES_SUM_AT = 88;
  private static final int SMALLEST_HEADER = 92;
  private static final int SMALLEST_ENTRY = 128;
  private static final int LARGEST_ENTRIES = 1 << 20;
  private static final int FIRST_AT = 32;
  private static final int LAST_AT = 40;
  private static final int ATTRIBUTES_AT = 48;
  private static final int LABEL_AT = 56;
  private static final int LABEL = 36;
  private static final char UNREADABLE = '\ufffd';

  private final DiskBytes disk;
  private final int sector;
  private final String processor;

  GptTable(DiskBytes disk, int sector, String processor) {
    this.disk = disk;
    this.sector = sector;
    this.processor = processor;
  }

  /** Whether there is the mark of a table, whatever follows. */
  boolean isClaimed() {
    return disk.read(sector, Long.BYTES).getLong(0) == SIGNATURE;
  }

  /** Empty when no copy is intact; fails when an intact one describes what cannot be. */
  Optional<PartitionTable> read() {
    Optional<PartitionTable> table = read(1);
    return table.isPresent() ? table : read(disk.size() / sector - 1);
  }

  private Optional<PartitionTable> read(long place) {
    if (place < 1) {
      return Optional.empty();
    }
    ByteBuffer header = disk.read(place * sector, sector);
    int size = header.getInt(HEADER_SIZE_AT);
    if (header.getLong(0) != SIGNATURE
        || header.getLong(PLACE_AT) != place
        || size < SMALLEST_HEADER
        || size > sector
        || !isIntact(header, size)) {
      return Optional.empty();
    }
    long entriesAt = header.getLong(ENTRIES_AT);
    long count = Integer.toUnsignedLong(header.getInt(COUNT_AT));
    long entry = Integer.toUnsignedLong(header.getInt(ENTRY_SIZE_AT));
    boolean isSize = entry >= SMALLEST_ENTRY && Long.bitCount(entry) == 1;
    if (!isSize || count > LARGEST_ENTRIES / entry) {
      return Optional.empty();
    }
    int length = (int) (count * entry);
    if (entriesAt < 2 || entriesAt > (disk.size() - length) / sector) {
      return Optional.empty();
    }
    ByteBuffer entries = disk.read(entriesAt * sector, length);
    if (crc(entries, length) != header.getInt(ENTRIES_SUM_AT)) {
      return Optional.empty();
    }
    // The first copy lies before all partitions, the other one behind them.
    long behind = place == 1 ? entriesAt + (length + sector - 1) / sector : 2;
    return Optional.of(table(header, entries, behind, (int) count, (int) entry));
  }

  /** The sum is that of the header with zeros in its own place. */
  private static boolean isIntact(ByteBuffer header, int size) {
    int sum = header.getInt(HEADER_SUM_AT);
    header.putInt(HEADER_SUM_AT, 0);
    return crc(header, size) == sum;
  }

  private static int crc(ByteBuffer bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 0, length);
    return (int) crc.getValue();
  }

  /**
   * @param least the first sector that a partition can have
   */
  private PartitionTable table(
      ByteBuffer header, ByteBuffer entries, long least, int count, int entry) {
    long first = header.getLong(FIRST_USABLE_AT);
    long last = header.getLong(LAST_USABLE_AT);
    if (last >= disk.size() / sector) {
      throw PartitionTable.broken(disk, "it is shorter than its partition table says");
    }
    if (first < least || last < 0) {
      throw PartitionTable.broken(disk, "its partition table leaves no room for itself");
    }
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      partition(entries, i * entry, i + 1, first, last).ifPresent(partitions::add);
    }
    return new PartitionTable(true, partitions);
  }

  private Optional<Partition> partition(
      ByteBuffer entries, int at, int number, long firstUsable, long lastUsable) {
    UUID type = uuid(entries, at);
    if (type.getMostSignificantBits() == 0 && type.getLeastSignificantBits() == 0) {
      return Optional.empty();
    }
    long first = entries.getLong(at + FIRST_AT);
    long last = entries.getLong(at + LAST_AT);
    if (first < firstUsable || last < first || last > lastUsable) {
      throw PartitionTable.broken(
          disk, "partition " + number + " is not inside the image, or in its partition table");
    }
    return Optional.of(
        new Partition(
            number,
            PartitionUse.of(type, processor),
            first * sector,
            (last - first + 1) * sector,
            entries.getLong(at + ATTRIBUTES_AT),
            label(entries, at + LABEL_AT)));
  }

  /** Nothing in it does anything to a terminal. */
  private static String label(ByteBuffer bytes, int at) {
    StringBuilder label = new StringBuilder();
    for (int i = 0; i < LABEL && bytes.getChar(at + 2 * i) != 0; i++) {
      char c = bytes.getChar(at + 2 * i);
      int type = Character.getType(c);
      boolean isShown =
          type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
      label.append(isShown ? c : UNREADABLE);
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
}
