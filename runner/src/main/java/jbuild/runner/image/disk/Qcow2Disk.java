package jbuild.runner.image.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** A disk in the format of QEMU, qcow2: what it holds becomes a file that the kernel can read. */
public final class Qcow2Disk {
  private static final long OFFSET = 0x00fffffffffffe00L;
  private static final long RESERVED_OF_TABLES = 0x7f000000000001ffL;
  private static final long RESERVED_OF_CLUSTERS = 0x3f000000000001feL;
  private static final long COMPRESSED = 1L << 62;
  private static final long ZEROS = 1;
  private static final int SECTOR = 512;
  private static final int PARTS = 32;

  /** What is expanded without looking at the ratio. */
  private static final long FREE = 1L << 30;

  private static final int HIGHEST_RATIO = 200;

  private final DiskBytes disk;
  private final Qcow2Header header;
  private final Qcow2Clusters clusters;
  private final ClusterDecoder decoder;
  private final Sink sink;
  private final byte[] expanded;
  private long expandedBytes;

  /** Gets what is not zero, each byte once. */
  @FunctionalInterface
  interface Sink {
    void write(long at, byte[] bytes, int length);
  }

  Qcow2Disk(DiskBytes disk, ClusterDecoder zstd, Sink sink) {
    this.disk = disk;
    this.header = Qcow2Header.of(disk);
    this.clusters = new Qcow2Clusters(disk, header);
    this.decoder = header.isZstd() ? zstd : ClusterDecoder.DEFLATE;
    this.sink = sink;
    this.expanded = new byte[header.clusterSize()];
  }

  /** Whether the file has the mark of the format. */
  public static boolean isOn(Fd file) {
    return Qcow2Header.isOn(DiskPart.whole(file));
  }

  /**
   * Writes the disk into a new file, in which zeros are holes.
   *
   * @param zstd expands what later versions can have compressed so
   * @param checkpoint called now and then; what it throws ends the work
   */
  public static void convert(Path file, Fd raw, ClusterDecoder zstd, Runnable checkpoint) {
    try (Fd from = Descriptors.onHost(BytePath.of(file.toString()), Descriptors.O_RDONLY)) {
      Sink sink =
          (at, bytes, length) -> {
            Contents.seek(raw, at);
            Contents.write(raw, bytes, length);
          };
      Qcow2Disk disk = new Qcow2Disk(DiskPart.whole(from), zstd, sink);
      Contents.setSize(raw, disk.header.size());
      disk.write(checkpoint);
    }
  }

  long size() {
    return header.size();
  }

  void write(Runnable checkpoint) {
    long covered = (long) header.entriesOfTable() << header.clusterBits();
    ByteBuffer tables =
        disk.read(header.tables().at(), header.tables().count() * Long.BYTES)
            .order(ByteOrder.BIG_ENDIAN);
    for (int i = 0; i * covered < header.size(); i++) {
      checkpoint.run();
      long entry = tables.getLong(i * Long.BYTES);
      Qcow2Header.require((entry & RESERVED_OF_TABLES) == 0, disk, "a table is of no known kind");
      long at = entry & OFFSET;
      if (at != 0) {
        clusters.take(at);
        table(disk.read(at, header.clusterSize()).order(ByteOrder.BIG_ENDIAN), i * covered);
      }
    }
  }

  private void table(ByteBuffer entries, long start) {
    int length = header.bytesOfEntry();
    for (int i = 0; i < header.entriesOfTable(); i++) {
      long at = start + ((long) i << header.clusterBits());
      if (at >= header.size()) {
        return;
      }
      long entry = entries.getLong(i * length);
      if ((entry & COMPRESSED) != 0) {
        compressed(entry, at);
      } else {
        Qcow2Header.require(
            (entry & RESERVED_OF_CLUSTERS) == 0, disk, "a cluster is of no known kind");
        long parts = header.isExtended() ? entries.getLong(i * length + Long.BYTES) : 0;
        plain(entry, parts, at);
      }
    }
  }

  /**
   * A cluster as it is.
   *
   * @param parts which of its parts are there (the lower half) and which are zeros
   */
  private void plain(long entry, long parts, long at) {
    long from = entry & OFFSET;
    boolean hasBits = header.isExtended();
    Qcow2Header.require(
        !hasBits || (entry & ZEROS) == 0 && ((int) parts & (int) (parts >>> PARTS)) == 0,
        disk,
        "a part of a cluster is there and is not");
    if (from == 0) {
      Qcow2Header.require(!hasBits || (int) parts == 0, disk, "a part of no cluster is there");
      return;
    }
    clusters.take(from);
    if (!hasBits && (entry & ZEROS) == 0) {
      pass(from, at, header.clusterSize());
      return;
    }
    int length = header.clusterSize() / PARTS;
    for (int i = 0; hasBits && i < PARTS; i++) {
      if ((parts >>> i & 1) != 0) {
        pass(from + (long) i * length, at + (long) i * length, length);
      }
    }
  }

  private void pass(long from, long at, int length) {
    if (at < header.size()) {
      byte[] bytes = disk.read(from, length).array();
      sink.write(at, bytes, (int) Math.min(length, header.size() - at));
    }
  }

  private void compressed(long entry, long at) {
    int bits = 62 - (header.clusterBits() - 8);
    long from = entry & (1L << bits) - 1;
    int sectors = (int) ((entry & COMPRESSED - 1) >>> bits) + 1;
    int length = sectors * SECTOR - (int) (from % SECTOR);
    clusters.takePacked(from, length);
    try {
      decoder.expand(disk.read(from, length).array(), length, expanded);
    } catch (IOException e) {
      throw Qcow2Header.broken(disk, "a compressed cluster in it is damaged");
    }
    if (isZero()) {
      return;
    }
    expandedBytes += header.clusterSize();
    Qcow2Header.require(
        expandedBytes <= FREE || expandedBytes / HIGHEST_RATIO <= disk.size(),
        disk,
        "it expands to more than " + HIGHEST_RATIO + " times its size");
    sink.write(at, expanded, (int) Math.min(expanded.length, header.size() - at));
  }

  private boolean isZero() {
    for (byte b : expanded) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
