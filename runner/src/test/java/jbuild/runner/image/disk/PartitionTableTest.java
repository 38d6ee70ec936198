package jbuild.runner.image.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionTableTest {
  private static final int SECTOR = 512;
  private static final int SECTORS = 256;
  private static final int BACKUP = SECTORS - 1;
  private static final int SUM_AT = 16;
  // As they are stored: the first three groups little-endian.
  private static final String ROOT_X86 = "e3bc684fcde8b14d96e7fbcaf984b709";
  private static final String HOME = "e1c73a93b42e134fb8440e14e2aef915";

  @TempDir Path directory;
  private final ByteBuffer disk =
      ByteBuffer.allocate(SECTORS * SECTOR).order(ByteOrder.LITTLE_ENDIAN);

  @Test
  void readsWhatPartitionsAreFor() throws IOException {
    writeGpt();

    PartitionTable table = read().orElseThrow();

    assertEquals(
        new PartitionTable(
            true,
            List.of(
                new Partition(1, PartitionUse.ROOT, 64 * SECTOR, 32 * SECTOR, 1L << 60, "root"),
                new Partition(3, PartitionUse.HOME, 100 * SECTOR, SECTOR, 0, ""))),
        table);
    assertTrue(table.partitions().get(0).isReadOnly());
  }

  @Test
  void takesTheSecondCopyWhenTheFirstIsDamaged() throws IOException {
    writeGpt();
    disk.put(SECTOR + 60, (byte) 7);

    assertEquals(2, read().orElseThrow().partitions().size());
  }

  @Test
  void refusesATableOfWhichBothCopiesAreDamaged() {
    writeGpt();
    disk.put(SECTOR + 60, (byte) 7);
    disk.put(BACKUP * SECTOR + 60, (byte) 7);

    Failure failure = assertThrows(Failure.class, this::read);

    assertEquals("both copies of its partition table are damaged", failure.why());
  }

  @Test
  void refusesAPartitionBehindTheEnd() {
    writeGpt();
    disk.putLong(2 * SECTOR + 40, SECTORS);
    sum(1, 2);

    Failure failure = assertThrows(Failure.class, this::read);

    assertEquals("partition 1 is not inside the image", failure.why());
  }

  @Test
  void refusesSizesThatWouldFillTheMemory() {
    for (long size : List.of(0L, 1L, 127L, 1L << 20, 0xffffffffL)) {
      for (long count : List.of(1L << 20, 0x7fffffffL, 0xffffffffL)) {
        writeGpt();
        for (int header : List.of(1, BACKUP)) {
          disk.putInt(header * SECTOR + 80, (int) count).putInt(header * SECTOR + 84, (int) size);
          sumHeader(header);
        }

        assertThrows(Failure.class, this::read);
      }
    }
  }

  @Test
  void survivesChangesAnywhereThatHaveTheRightSum() throws IOException {
    Random random = new Random(1);
    int read = 0;
    for (int i = 0; i < 300; i++) {
      writeGpt();
      disk.put(SECTOR + 12 + random.nextInt(80), (byte) random.nextInt());
      disk.put(2 * SECTOR + random.nextInt(3 * 128), (byte) random.nextInt());
      sum(1, 2);
      try {
        read += read().isPresent() ? 1 : 0;
      } catch (DiskFailure expected) {
        read += 0;
      }
    }
    assertTrue(read > 10);
  }

  @Test
  void readsTheBootablePartitionOfAnMbr() throws IOException {
    writeMbr(0, 0x80, 0x83, 64, 32);
    writeMbr(1, 0, 0x83, 100, 32);

    assertEquals(
        List.of(new Partition(1, PartitionUse.GENERIC, 64 * SECTOR, 32 * SECTOR, 0, "")),
        read().orElseThrow().partitions());
  }

  @Test
  void seesNoTableWhereThereIsNone() throws IOException {
    assertEquals(Optional.empty(), read());
  }

  private void writeMbr(int entry, int flags, int type, int start, int count) {
    int at = 446 + entry * 16;
    disk.put(at, (byte) flags).put(at + 4, (byte) type).putInt(at + 8, start);
    disk.putInt(at + 12, count).putShort(510, (short) 0xaa55);
  }

  private void writeGpt() {
    disk.clear().put(new byte[disk.capacity()]);
    writeMbr(0, 0, 0xee, 1, SECTORS - 1);
    for (int entries : List.of(2, BACKUP - 3)) {
      entry(entries, 0, ROOT_X86, 64, 95, 1L << 60, "root");
      entry(entries, 2, HOME, 100, 100, 0, "");
    }
    header(1, 2);
    header(BACKUP, BACKUP - 3);
  }

  private void entry(
      int entries, int index, String type, int first, int last, long attributes, String label) {
    int at = entries * SECTOR + index * 128;
    byte[] bytes = HexFormat.of().parseHex(type);
    disk.position(at).put(bytes);
    disk.putLong(at + 32, first).putLong(at + 40, last).putLong(at + 48, attributes);
    for (int i = 0; i < label.length(); i++) {
      disk.putChar(at + 56 + 2 * i, label.charAt(i));
    }
  }

  private void header(int place, int entries) {
    int at = place * SECTOR;
    disk.putLong(at, 0x5452415020494645L).putInt(at + 8, 0x10000).putInt(at + 12, 92);
    disk.putLong(at + 24, place).putLong(at + 72, entries);
    disk.putInt(at + 80, 12).putInt(at + 84, 128);
    sum(place, entries);
  }

  private void sum(int header, int entries) {
    disk.putInt(header * SECTOR + 88, crc(entries * SECTOR, 12 * 128));
    sumHeader(header);
  }

  private void sumHeader(int header) {
    disk.putInt(header * SECTOR + SUM_AT, 0);
    disk.putInt(header * SECTOR + SUM_AT, crc(header * SECTOR, 92));
  }

  private int crc(int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(disk.array(), at, length);
    return (int) crc.getValue();
  }

  private Optional<PartitionTable> read() throws IOException {
    Path file = Files.write(directory.resolve("disk"), disk.array());
    try (Fd open = Descriptors.onHost(BytePath.of(file.toString()), Descriptors.O_RDONLY)) {
      return PartitionTable.of(new DiskBytes(open, 0, disk.capacity()), "amd64");
    }
  }
}
