package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The older layout of partitions: four of them, one of which can be a chain of more. Only Linux
 * partitions that are marked as bootable say what they are for.
 */
final class MbrTable {
  static final int SECTOR = 512;

  private static final int SIGNATURE_AT = 510;
  private static final int SIGNATURE = 0xaa55;
  private static final int ENTRIES_AT = 446;
  private static final int ENTRY = 16;
  private static final int ENTRIES = 4;
  private static final int BOOTABLE = 0x80;
  private static final int LINUX = 0x83;
  private static final int PROTECTIVE = 0xee;
  private static final int BOOT_LOADER = 0xea;

  /** Tools make no more; the kernel stops at 255. */
  private static final int LONGEST_CHAIN = 128;

  private final DiskBytes disk;
  private final List<Partition> partitions = new ArrayList<>();

  private MbrTable(DiskBytes disk) {
    this.disk = disk;
  }

  /** One entry, in sectors as it is stored. */
  private record Entry(int flags, int type, long start, long count) {
    static Entry of(ByteBuffer sector, int index) {
      int at = ENTRIES_AT + index * ENTRY;
      return new Entry(
          Byte.toUnsignedInt(sector.get(at)),
          Byte.toUnsignedInt(sector.get(at + 4)),
          Integer.toUnsignedLong(sector.getInt(at + 8)),
          Integer.toUnsignedLong(sector.getInt(at + 12)));
    }

    boolean isExtended() {
      return type == 0x05 || type == 0x0f || type == 0x85;
    }

    boolean isUsed() {
      return type != 0 && count != 0;
    }
  }

  static boolean isSigned(ByteBuffer sector) {
    return Short.toUnsignedInt(sector.getShort(SIGNATURE_AT)) == SIGNATURE;
  }

  /** Whether it is there only to keep tools away that do not know GPT. */
  static boolean isProtective(ByteBuffer sector) {
    for (int i = 0; i < ENTRIES; i++) {
      if (Entry.of(sector, i).type() == PROTECTIVE) {
        return true;
      }
    }
    return false;
  }

  /** Empty where the sector has the signature for another reason: file systems have it too. */
  static Optional<PartitionTable> read(DiskBytes disk, ByteBuffer first) {
    List<Entry> entries = new ArrayList<>();
    boolean isTable = false;
    for (int i = 0; i < ENTRIES; i++) {
      Entry entry = Entry.of(first, i);
      if ((entry.flags() & ~BOOTABLE) != 0) {
        return Optional.empty();
      }
      isTable |= entry.type() != 0;
      entries.add(entry);
    }
    if (!isTable) {
      return Optional.empty();
    }
    MbrTable table = new MbrTable(disk);
    for (int i = 0; i < ENTRIES; i++) {
      table.add(entries.get(i), i + 1);
    }
    return Optional.of(new PartitionTable(false, table.partitions));
  }

  private void add(Entry entry, int number) {
    if (!entry.isUsed()) {
      return;
    }
    check(entry.start(), entry.count(), number, disk.size() / SECTOR);
    if (entry.isExtended()) {
      chain(entry);
    } else {
      partition(entry, entry.start(), number);
    }
  }

  /**
   * Each link has one partition and the next link, which has to be behind it: no chain is a loop.
   */
  private void chain(Entry extended) {
    long here = extended.start();
    for (int number = ENTRIES + 1; number <= ENTRIES + LONGEST_CHAIN; number++) {
      ByteBuffer sector = disk.read(here * SECTOR, SECTOR);
      if (!isSigned(sector)) {
        throw broken("the chain of its logical partitions leads nowhere");
      }
      Entry logical = Entry.of(sector, 0);
      Entry next = Entry.of(sector, 1);
      if (logical.isUsed() && !logical.isExtended()) {
        long start = here + logical.start();
        if (logical.start() == 0 || start + logical.count() > extended.start() + extended.count()) {
          throw broken("partition " + number + " is not inside the extended partition");
        }
        partition(logical, start, number);
      }
      if (!next.isUsed()) {
        return;
      }
      long following = extended.start() + next.start();
      if (!next.isExtended() || next.start() >= extended.count() || following <= here) {
        throw broken("the chain of its logical partitions is a loop, or leaves its place");
      }
      here = following;
    }
    throw broken("it has more than " + LONGEST_CHAIN + " logical partitions");
  }

  private void partition(Entry entry, long start, int number) {
    PartitionUse use =
        switch (entry.type()) {
          case LINUX -> entry.flags() == BOOTABLE ? PartitionUse.GENERIC : PartitionUse.OTHER;
          case BOOT_LOADER -> PartitionUse.XBOOTLDR;
          default -> PartitionUse.OTHER;
        };
    partitions.add(new Partition(number, use, start * SECTOR, entry.count() * SECTOR, 0, ""));
  }

  private void check(long start, long count, int number, long sectors) {
    if (start == 0 || start + count > sectors) {
      throw broken("partition " + number + " is not inside the image");
    }
  }

  private DiskFailure broken(String why) {
    return PartitionTable.broken(disk, why);
  }
}
