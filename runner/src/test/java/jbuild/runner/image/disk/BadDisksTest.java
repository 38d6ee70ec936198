package jbuild.runner.image.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Partition tables that lie, by hand. None of them gets as far as the kernel. */
class BadDisksTest {
  private static final int SECTOR = 512;
  private static final long END = GptDisk.SECTORS;
  private static final long NEVER = Long.MAX_VALUE;
  private static final String OUTSIDE =
      "partition 1 is not inside the image, or in its partition table";
  private static final String DAMAGED = "both copies of its partition table are damaged";
  private static final String CHAIN =
      "the chain of its logical partitions is a loop, or leaves its place";
  private static final String NOWHERE = "the chain of its logical partitions leads nowhere";

  private final List<DynamicTest> tests = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> refusesPlacesOfPartitions() {
    place("that begin before the disk", -1, 80, OUTSIDE);
    place("that begin at the protective sector", 0, 80, OUTSIDE);
    place("that begin at the header", 1, 80, OUTSIDE);
    place("that begin in the entries", 2, 80, OUTSIDE);
    place("that begin just before what can be used", 33, 80, OUTSIDE);
    place("that end before they begin", 80, 79, OUTSIDE);
    place("that end before the disk", 80, -1, OUTSIDE);
    place("that end in the second copy", 80, END - 33, OUTSIDE);
    place("that end in the second header", 80, END - 1, OUTSIDE);
    place("that end behind the disk", 80, END, OUTSIDE);
    place("that end far behind the disk", 80, NEVER, OUTSIDE);
    place("that are in the last place there can be", NEVER, NEVER, OUTSIDE);
    place("that are as large as can be", 34, NEVER - 1, OUTSIDE);
    place("that overflow in bytes", NEVER / SECTOR + 1, NEVER / SECTOR + 9, OUTSIDE);
    place("that wrap around in bytes", 80, (1L << 55) + 80, OUTSIDE);
    place("that are negative", Long.MIN_VALUE, -1, OUTSIDE);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> refusesOverlaps() {
    overlap("of equal partitions", 64, 95);
    overlap("of one sector", 95, 120);
    overlap("of the first sector", 50, 64);
    overlap("of one inside", 70, 80);
    overlap("of one around", 40, 200);
    overlap("of one with the same start", 64, 64);
    overlap("of one with the same end", 95, 95);
    add(
        "of distant entries",
        "partitions 1 and 12 overlap",
        disk -> disk.entry(12, GptDisk.SWAP, 90, 91, 0, "").summed());
    add(
        "of hidden partitions",
        "partitions 1 and 4 overlap",
        disk -> disk.entry(4, GptDisk.SWAP, 90, 91, 1L << 63, "").summed());
    return tests.stream();
  }

  private void overlap(String name, long first, long last) {
    String why = first < 64 ? "partitions 2 and 1 overlap" : "partitions 1 and 2 overlap";
    add(name, why, disk -> disk.entry(2, GptDisk.SWAP, first, last, 0, "").summed());
  }

  @TestFactory
  Stream<DynamicTest> refusesHeaders() {
    header("without size", 12, 0);
    header("that are too small", 12, 91);
    header("that are larger than their sector", 12, 513);
    header("with a negative size", 12, -1);
    header("with the largest size", 12, Integer.MAX_VALUE);
    header("with entries that are too small", 84, 64);
    header("with entries of no size", 84, 0);
    header("with entries of an odd size", 84, 129);
    header("with entries of no power of two", 84, 384);
    header("with entries as large as memory", 84, Integer.MIN_VALUE);
    header("with more entries than memory", 80, -1);
    header("with more entries than are sensible", 80, 8193);
    header("with more entries than the sum is of", 80, 13);
    header("with fewer entries than the sum is of", 80, 11);
    header("with another sum of the entries", 88, 1);
    longHeader("that are somewhere else", 24, 2, DAMAGED);
    longHeader("that are nowhere", 24, -1, DAMAGED);
    longHeader("with entries before the disk", 72, -1, DAMAGED);
    longHeader("with entries in the protective sector", 72, 0, DAMAGED);
    longHeader("with entries in the header", 72, 1, DAMAGED);
    longHeader("with entries behind the disk", 72, END, DAMAGED);
    longHeader("with entries that end behind the disk", 72, END - 2, DAMAGED);
    longHeader("with entries that overflow", 72, NEVER, DAMAGED);
    longHeader("with entries that wrap around", 72, (1L << 55) + 2, DAMAGED);
    String shorter = "it is shorter than its partition table says";
    longHeader("of a longer disk", 48, END, shorter);
    longHeader("of an endless disk", 48, NEVER, shorter);
    String noRoom = "its partition table leaves no room for itself";
    longHeader("without room", 40, 1, noRoom);
    longHeader("without any room", 40, 0, noRoom);
    longHeader("with negative room", 40, -5, noRoom);
    longHeader("with room in its entries", 40, 2, noRoom);
    longHeader("with room in the last of its entries", 40, 4, noRoom);
    longHeader("that end before they begin", 48, -1, noRoom);
    longHeader("with room behind its partitions", 40, 90, OUTSIDE);
    longHeader("with room before its partitions", 48, 90, OUTSIDE);
    add("without the sums", DAMAGED, disk -> disk.inHeaders(16, 0));
    add("of nothing", DAMAGED, disk -> disk.inHeaders(80, 0).inHeaders(84, 0).sumHeaders());
    add("without headers", DAMAGED, disk -> disk.inHeaders(0, 0L));
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> refusesOlderTables() {
    String first = "partition 1 is not inside the image";
    mbr("with a partition at the table", first, disk -> disk.mbr(0, 0x80, 0x83, 0, 9));
    mbr("with a partition behind the end", first, disk -> disk.mbr(0, 0x80, 0x83, 256, 1));
    mbr("with one that ends behind it", first, disk -> disk.mbr(0, 0x80, 0x83, 200, 57));
    mbr("with the largest one", first, disk -> disk.mbr(0, 0x80, 0x83, 1, -1));
    mbr("with the last one there can be", first, disk -> disk.mbr(0, 0x80, 0x83, -1, -1));
    mbr("with a place outside for what is not ours", first, disk -> disk.mbr(0, 0, 7, 1, -1));
    mbr(
        "with overlaps",
        "partitions 1 and 2 overlap",
        disk -> disk.mbr(0, 0x80, 0x83, 10, 10).mbr(1, 0, 0x83, 19, 10));
    mbr("with an empty chain", NOWHERE, disk -> disk.mbr(0, 0, 5, 64, 100));
    mbr(
        "with a chain to itself",
        CHAIN,
        disk -> disk.mbr(0, 0, 5, 64, 100).link(64, 1, 0, 5, 0, 100));
    mbr(
        "with a loop of two",
        CHAIN,
        disk -> disk.mbr(0, 0, 15, 64, 100).link(64, 1, 0, 5, 20, 10).link(84, 1, 0, 5, 20, 10));
    mbr(
        "with a way back",
        CHAIN,
        disk -> disk.mbr(0, 0, 15, 64, 100).link(64, 1, 0, 5, 20, 10).link(84, 1, 0, 5, 10, 10));
    mbr(
        "with a chain that leaves the extended partition",
        CHAIN,
        disk -> disk.mbr(0, 0, 0x85, 64, 100).link(64, 1, 0, 5, 100, 10));
    mbr(
        "with a chain that wraps around",
        CHAIN,
        disk -> disk.mbr(0, 0, 5, 64, 100).link(64, 1, 0, 5, -64, 10));
    mbr(
        "with a chain into something else",
        CHAIN,
        disk -> disk.mbr(0, 0, 5, 64, 100).link(64, 1, 0, 0x83, 20, 10));
    mbr(
        "with a logical partition on its own link",
        "partition 5 is not inside the extended partition",
        disk -> disk.mbr(0, 0, 5, 64, 100).link(64, 0, 0, 0x83, 0, 10));
    mbr(
        "with a logical partition that leaves",
        "partition 5 is not inside the extended partition",
        disk -> disk.mbr(0, 0, 5, 64, 100).link(64, 0, 0, 0x83, 1, 100));
    mbr(
        "with logical partitions that overlap",
        "partitions 5 and 6 overlap",
        disk ->
            disk.mbr(0, 0, 5, 64, 100)
                .link(64, 0, 0, 0x83, 1, 30)
                .link(64, 1, 0, 5, 20, 30)
                .link(84, 0, 0, 0x83, 1, 10));
    mbr(
        "with a chain that ends in nothing",
        NOWHERE,
        disk -> disk.mbr(0, 0, 5, 64, 100).link(64, 1, 0, 5, 20, 30));
    mbr("that only protect", DAMAGED, disk -> disk.mbr(0, 0, 0xee, 1, 255));
    return tests.stream();
  }

  private void place(String name, long first, long last, String why) {
    add(name, why, disk -> disk.entry(1, GptDisk.ROOT_X86, first, last, 0, "").summed());
  }

  private void header(String name, int at, int number) {
    add(name, DAMAGED, disk -> disk.inHeaders(at, number).sumHeaders());
  }

  private void longHeader(String name, int at, long number, String why) {
    add(name, why, disk -> disk.inHeaders(at, number).sumHeaders());
  }

  private void mbr(String name, String why, Consumer<GptDisk> change) {
    tests.add(dynamicTest(name, () -> refused(new GptDisk(SECTOR), why, change)));
  }

  private void add(String name, String why, Consumer<GptDisk> change) {
    tests.add(dynamicTest(name, () -> refused(GptDisk.usual(), why, change)));
  }

  private static void refused(GptDisk disk, String why, Consumer<GptDisk> change) {
    change.accept(disk);

    DiskFailure failure =
        assertThrows(DiskFailure.class, () -> PartitionTable.of(disk.disk(), "amd64"));

    assertEquals(why, failure.why());
    assertEquals(ExitStatus.FAILED, failure.status());
  }
}
