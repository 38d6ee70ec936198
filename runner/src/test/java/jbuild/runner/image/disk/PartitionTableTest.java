package jbuild.runner.image.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionTableTest {
  private static final int SECTOR = 512;
  private static final int TABLE = 6 * SECTOR;
  private static final int LAST = (GptDisk.SECTORS - 6) * SECTOR;

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void readsWhatPartitionsAreFor(int sector) {
    PartitionTable table = read(GptDisk.usual(sector)).orElseThrow();

    assertEquals(
        new PartitionTable(
            true,
            List.of(
                new Partition(1, PartitionUse.ROOT, 64L * sector, 32L * sector, 1L << 60, "root"),
                new Partition(3, PartitionUse.HOME, 100L * sector, sector, 0, ""))),
        table);
    assertTrue(table.partitions().get(0).isReadOnly());
  }

  @Test
  void takesTheSecondCopyWhenTheFirstIsDamaged() {
    GptDisk disk = GptDisk.usual();
    disk.bytes.put(SECTOR + 60, (byte) 7);

    assertEquals(2, read(disk).orElseThrow().partitions().size());
  }

  @Test
  void takesTheSecondCopyWhenTheEntriesOfTheFirstAreDamaged() {
    GptDisk disk = GptDisk.usual();
    disk.bytes.put(2 * SECTOR + 32, (byte) 7);

    assertEquals(64 * SECTOR, read(disk).orElseThrow().partitions().get(0).start());
  }

  @Test
  void refusesSizesThatWouldFillTheMemory() {
    for (int size : List.of(0, 1, 127, 1 << 20, -1)) {
      for (int count : List.of(1 << 20, 0x7fffffff, -1)) {
        GptDisk disk = GptDisk.usual().inHeaders(80, count).inHeaders(84, size).sumHeaders();

        assertThrows(DiskFailure.class, () -> read(disk));
      }
    }
  }

  @Test
  void showsNothingOfALabelThatATerminalWouldObey() {
    GptDisk disk = new GptDisk(SECTOR);
    disk.entry(1, GptDisk.ROOT_X86, 64, 95, 0, "a\u001b[2J\u0085\u202e\ud800b").finished();

    String label = read(disk).orElseThrow().partitions().get(0).label();

    assertEquals("a\ufffd[2J\ufffd\ufffd\ufffdb", label);
  }

  /** Anywhere in header and entries, half of them with sums that are right all the same. */
  @Test
  void survivesAHundredThousandDamagedTables() {
    Random random = new Random(1);
    byte[] intact = GptDisk.usual().bytes.array();
    GptDisk disk = GptDisk.usual();
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      int changes = 1 + random.nextInt(4);
      for (int j = 0; j < changes; j++) {
        boolean inHeader = random.nextBoolean();
        int at = inHeader ? SECTOR + random.nextInt(92) : 2 * SECTOR + random.nextInt(3 * 128);
        disk.bytes.put(at, (byte) (random.nextBoolean() ? 0xff : random.nextInt()));
      }
      if (random.nextBoolean()) {
        disk.summed();
      }
      try {
        read += read(disk).isPresent() ? 1 : 0;
      } catch (DiskFailure expected) {
        refused++;
      }
      // Only the tables: to copy the rest would take longer than all of this.
      disk.bytes.put(0, intact, 0, TABLE).put(LAST, intact, LAST, TABLE);
    }
    assertEquals(100_000, read + refused);
    assertTrue(read > 1_000 && refused > 1_000, read + " and " + refused);
  }

  @Test
  void readsTheBootablePartitionOfAnMbr() {
    GptDisk disk = new GptDisk(SECTOR).mbr(0, 0x80, 0x83, 64, 32).mbr(1, 0, 0x83, 100, 32);

    assertEquals(
        List.of(
            new Partition(1, PartitionUse.GENERIC, 64 * SECTOR, 32 * SECTOR, 0, ""),
            new Partition(2, PartitionUse.OTHER, 100 * SECTOR, 32 * SECTOR, 0, "")),
        read(disk).orElseThrow().partitions());
  }

  @Test
  void readsLogicalPartitionsOfAnMbr() {
    GptDisk disk =
        new GptDisk(SECTOR)
            .mbr(0, 0, 0x05, 64, 100)
            .link(64, 0, 0, 0x83, 1, 9)
            .link(64, 1, 0, 0x05, 20, 30)
            .link(84, 0, 0x80, 0x83, 2, 10);

    assertEquals(
        List.of(
            new Partition(5, PartitionUse.OTHER, 65 * SECTOR, 9 * SECTOR, 0, ""),
            new Partition(6, PartitionUse.GENERIC, 86 * SECTOR, 10 * SECTOR, 0, "")),
        read(disk).orElseThrow().partitions());
  }

  @Test
  void seesNoTableWhereThereIsNone() {
    assertEquals(Optional.empty(), read(new GptDisk(SECTOR)));
  }

  @Test
  void saysThatBothCopiesAreDamaged() {
    GptDisk disk = GptDisk.usual();
    disk.bytes.put(SECTOR + 60, (byte) 7).put(255 * SECTOR + 60, (byte) 7);

    Failure failure = assertThrows(DiskFailure.class, () -> read(disk));

    assertEquals("both copies of its partition table are damaged", failure.why());
  }

  private static Optional<PartitionTable> read(GptDisk disk) {
    return PartitionTable.of(disk.disk(), "amd64");
  }
}
