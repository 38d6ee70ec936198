package jbuild.builder.disk;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawDiskTest {
  private static final DiskIds IDS = new DiskIds("web", Optional.of("1"));

  @TempDir Path directory;

  @Test
  void hasTheSameTableAtBothEnds() throws IOException {
    Path file = directory.resolve("web.raw");

    write(file, "amd64");

    TableReader first = TableReader.of(file, 1);
    TableReader second = TableReader.of(file, Files.size(file) / 512 - 1);
    assertAll(
        () -> assertEquals(6L << 20, Files.size(file)),
        () -> assertEquals("EFI PART", first.signature()),
        () -> assertEquals("EFI PART", second.signature()),
        () -> assertTrue(first.isIntact()),
        () -> assertTrue(second.isIntact()),
        () -> assertEquals(List.of(1L, 12287L), List.of(first.number(24), first.number(32))),
        () -> assertEquals(List.of(12287L, 1L), List.of(second.number(24), second.number(32))),
        () -> assertEquals(List.of(34L, 12254L), List.of(first.number(40), first.number(48))),
        () -> assertEquals(IDS.of("disk").toString(), first.id(56)),
        () ->
            assertEquals(
                List.of(
                    "c12a7328-f81f-11d2-ba4b-00a0c93ec93b "
                        + IDS.of("partition esp")
                        + " 2048 4095 0 esp",
                    "4f68bce3-e8cd-4db1-96e7-fbcaf984b709 "
                        + IDS.of("partition root")
                        + " 4096 10239 800000000000000 root"),
                first.entries()),
        () -> assertEquals(first.entries(), second.entries()));
  }

  @Test
  void keepsProgramsThatKnowNoOtherTablesFromTheWholeDisk() throws IOException {
    Path file = directory.resolve("web.raw");

    write(file, "amd64");

    TableReader record = TableReader.of(file, 0);
    assertEquals(0xee, record.disk().get(446 + 4) & 0xff);
    assertEquals(1, record.disk().getInt(446 + 8));
    assertEquals(12287, record.disk().getInt(446 + 12));
    assertEquals(0xaa55, record.disk().getShort(510) & 0xffff);
  }

  @Test
  void fillsEachPartitionInItsPlace() throws IOException {
    Path file = directory.resolve("web.raw");

    write(file, "arm64");

    byte[] disk = Files.readAllBytes(file);
    assertEquals("esp", new String(disk, 1 << 20, 3, StandardCharsets.US_ASCII));
    assertEquals("root", new String(disk, 2 << 20, 4, StandardCharsets.US_ASCII));
    assertTrue(
        TableReader.of(file, 1)
            .entries()
            .get(1)
            .startsWith("b921b045-1df0-41c3-af44-4c6f280d3fae "));
  }

  @Test
  void derivesIdentitiesFromTheImageAlone() {
    assertEquals(IDS.of("disk"), new DiskIds("web", Optional.of("1")).of("disk"));
    assertEquals(
        4,
        List.of(
                IDS.of("disk"),
                IDS.of("partition root"),
                new DiskIds("web", Optional.of("2")).of("disk"),
                new DiskIds("web", Optional.empty()).of("disk"))
            .stream()
            .distinct()
            .count());
    assertEquals(8, IDS.of("disk").version());
    assertEquals(2, IDS.of("disk").variant());
  }

  @Test
  void refusesProcessorsWhoseRootNobodyWouldFind() {
    Failure failure =
        assertThrows(Failure.class, () -> write(directory.resolve("web.raw"), "m68k"));

    assertEquals("cannot write a raw disk for m68k", failure.what());
  }

  @Test
  void takesNoLayoutThatCannotBe() {
    UUID id = IDS.of("disk");
    DiskPartition one = partition(1, 2);
    assertAll(
        () ->
            assertThrows(
                IllegalArgumentException.class,
                () -> new DiskLayout(id, 8 << 20, List.of(one, partition(2, 1)))),
        () ->
            assertThrows(
                IllegalArgumentException.class, () -> new DiskLayout(id, 3 << 20, List.of(one))),
        () -> assertThrows(IllegalArgumentException.class, () -> partition(0, 1)),
        () -> assertThrows(IllegalArgumentException.class, () -> partition(1, 0)));
  }

  private static DiskPartition partition(long start, long size) {
    UUID id = IDS.of("any");
    return new DiskPartition(PartitionKind.HOME, id, id, "home", 0, start << 20, size << 20);
  }

  private static void write(Path file, String architecture) {
    List<RawDisk.Part> parts =
        List.of(
            new RawDisk.Part(PartitionKind.ESP, "esp", 0, new Text(5, "esp")),
            new RawDisk.Part(
                PartitionKind.ROOT, "root", DiskPartition.GROW, new Text((2 << 20) + 1, "root")));
    new RawDisk(IDS, architecture, OptionalLong.empty(), parts).write(file);
  }

  private record Text(long size, String text) implements PartitionContent {
    @Override
    public void write(Path disk, DiskPartition place) {
      try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
        file.seek(place.start());
        file.writeBytes(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
