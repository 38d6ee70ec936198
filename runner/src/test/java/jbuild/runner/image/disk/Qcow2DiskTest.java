package jbuild.runner.image.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Disks of QEMU by hand; those of its own tools are in ImageFormatsIT. */
class Qcow2DiskTest {
  private static final int CLUSTER = SmallQcow2.CLUSTER;
  private static final int TABLE = SmallQcow2.TABLE;
  private static final ClusterDecoder NO_ZSTD =
      (source, length, target) -> {
        throw new IOException("not here");
      };

  private final List<DynamicTest> tests = new ArrayList<>();

  @Test
  void readsEachKindOfCluster() {
    byte[] expected = new byte[SmallQcow2.SIZE];
    Arrays.fill(expected, 0, CLUSTER, (byte) 'A');
    Arrays.fill(expected, 2 * CLUSTER, 3 * CLUSTER, (byte) 'B');
    Arrays.fill(expected, 63 * CLUSTER, 64 * CLUSTER, (byte) 'C');

    assertTrue(Arrays.equals(expected, read(SmallQcow2.usual())));
  }

  @Test
  void writesNoZeros() {
    List<Long> written = new ArrayList<>();

    new Qcow2Disk(
            SmallQcow2.usual().disk(), NO_ZSTD, (at, bytes, length) -> written.add(at / CLUSTER))
        .write(() -> {});

    assertEquals(List.of(0L, 2L, 63L), written);
  }

  @TestFactory
  Stream<DynamicTest> refusesHeaders() {
    header("of another version", 4, 4, "its version of qcow2 is 4");
    header("of no version", 4, 0, "its version of qcow2 is 0");
    header(
        "with a backing file",
        12,
        7,
        "it has only what differs from another image, its backing file");
    header("with encryption", 32, 1, "it is encrypted");
    header("with LUKS", 32, 2, "it is encrypted");
    header("with clusters of nothing", 20, 0, "the size of its clusters cannot be");
    header("with huge clusters", 20, 22, "the size of its clusters cannot be");
    header("with negative clusters", 20, -1, "the size of its clusters cannot be");
    header("without tables", 36, 0, "it has too few tables for its size");
    header("with endless tables", 36, -1, "it has too many tables");
    header("with more tables than fit", 36, 1 << 20, "a list in it is at a place that cannot be");
    header("without counts", 56, 0, "it has too many reference counts, or none");
    header("with endless counts", 56, 1 << 20, "it has too many reference counts, or none");
    header("with counts of no size", 96, 7, "the size of its counts cannot be");
    header("that are too short", 100, 72, "its header is too short");
    header("with a data file", 76, 4, "its data is in another file");
    header("that say they are corrupt", 76, 2, "QEMU has marked it as corrupt");
    header("of the future", 76, 32, "it has features that only a later QEMU knows");
    header("of the far future", 72, 1, "it has features that only a later QEMU knows");
    header("with unknown compression", 76, 8, "its compression is unknown");
    header("with parts of small clusters", 76, 16, "its clusters are too small for parts");
    header("of endless disks", 24, Integer.MAX_VALUE, "the size of the disk cannot be");
    header("of negative disks", 24, -1, "the size of the disk cannot be");
    header("of odd disks", 28, 513, "the disk ends within a sector");
    header("of larger disks than their tables", 28, 1 << 20, "it has too few tables for its size");
    header("with tables nowhere", 40, -1, "a list in it is at a place that cannot be");
    header("with tables in the header", 44, 0, "a list in it is at a place that cannot be");
    header("with tables between clusters", 44, 600, "a list in it is at a place that cannot be");
    header("with tables in the counts", 44, 2 * CLUSTER, "two things are in the same cluster");
    header("with counts behind the end", 52, 1 << 20, "a list in it is at a place that cannot be");
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> refusesClusters() {
    String twice = "two things are in the same cluster";
    String behind = "a cluster is behind its end";
    String kind = "a cluster is of no known kind";
    cluster("in the tables", 1, SmallQcow2.TABLES, twice);
    cluster("in its own table", 1, TABLE, twice);
    cluster("of two places", 1, SmallQcow2.FIRST, twice);
    cluster("behind the end", 1, 12 * CLUSTER, behind);
    cluster("far behind the end", 1, 1L << 55, behind);
    cluster("with reserved bits", 1, SmallQcow2.FIRST | 2, kind);
    cluster("with other reserved bits", 1, SmallQcow2.FIRST | 1L << 56, kind);
    cluster("of packed ones", 1, 6 * CLUSTER, twice);
    cluster("that are packed into others", 3, SmallQcow2.COMPRESSED | SmallQcow2.FIRST, twice);
    cluster("packed behind the end", 1, SmallQcow2.COMPRESSED | 1L << 40, behind);
    cluster(
        "that do not expand",
        1,
        SmallQcow2.COMPRESSED | 7 * CLUSTER + 300,
        "a compressed cluster in it is damaged");
    table("behind the end", 1 << 20, behind);
    table("between clusters", TABLE | 256, "a table is of no known kind");
    table("with reserved bits", TABLE | 1L << 60, "a table is of no known kind");
    table("that are data", 3 * CLUSTER, behind);
    add(
        "that count as free",
        "a cluster that it uses counts as free",
        disk -> disk.bytes.putShort(3 * CLUSTER + 2 * 8, (short) 0));
    add(
        "that nobody counts",
        "a cluster that it uses counts as free",
        disk -> disk.bytes.putLong(2 * CLUSTER, 0));
    return tests.stream();
  }

  @Test
  void readsCountsThatAreKnownToBeLateAsTheyAre() {
    SmallQcow2 disk = SmallQcow2.usual();
    disk.bytes.putInt(76, 1).putShort(3 * CLUSTER + 2 * 8, (short) 0);

    assertEquals('C', read(disk)[63 * CLUSTER]);
  }

  /** Some changes are harmless: of the others each is a failure, and none is anything else. */
  @Test
  void survivesTenThousandDamagedDisks() {
    Random random = new Random(1);
    byte[] intact = SmallQcow2.usual().bytes.array();
    SmallQcow2 disk = SmallQcow2.usual();
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      for (int j = 0; j <= random.nextInt(3); j++) {
        int at = random.nextInt(4) == 0 ? random.nextInt(intact.length) : interesting(random);
        disk.bytes.put(at, (byte) (1 << random.nextInt(8) ^ disk.bytes.get(at)));
      }
      try {
        read(disk);
        read++;
      } catch (DiskFailure expected) {
        refused++;
      }
      disk.bytes.put(0, intact);
    }
    assertEquals(10_000, read + refused);
    assertTrue(read > 1_000 && refused > 1_000, read + " and " + refused);
  }

  private static int interesting(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(112);
      case 1 -> TABLE + random.nextInt(32);
      default -> SmallQcow2.TABLES + random.nextInt(8);
    };
  }

  private void header(String name, int at, int number, String why) {
    add(name, why, disk -> disk.bytes.putInt(at, number));
  }

  private void table(String name, long entry, String why) {
    add("tables " + name, why, disk -> disk.bytes.putLong(SmallQcow2.TABLES, entry));
  }

  private void cluster(String name, int index, long entry, String why) {
    add(name, why, disk -> disk.bytes.putLong(TABLE + 8 * index, entry));
  }

  private void add(String name, String why, Consumer<SmallQcow2> change) {
    tests.add(
        dynamicTest(
            name,
            () -> {
              SmallQcow2 disk = SmallQcow2.usual();
              change.accept(disk);

              DiskFailure failure = assertThrows(DiskFailure.class, () -> read(disk));

              assertEquals(why, failure.why());
            }));
  }

  private static byte[] read(SmallQcow2 disk) {
    byte[] raw = new byte[SmallQcow2.SIZE * 4];
    Qcow2Disk reader =
        new Qcow2Disk(
            disk.disk(),
            NO_ZSTD,
            (at, bytes, length) -> {
              if (at + length <= raw.length) {
                System.arraycopy(bytes, 0, raw, (int) at, length);
              }
            });
    reader.write(() -> {});
    return Arrays.copyOf(raw, SmallQcow2.SIZE);
  }
}
