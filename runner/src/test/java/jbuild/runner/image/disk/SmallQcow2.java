package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** The bytes of a small disk of QEMU: clusters of 512 bytes, and one of each kind of them. */
final class SmallQcow2 {
  static final int CLUSTER = 512;
  static final int TABLES = CLUSTER;
  static final int TABLE = 4 * CLUSTER;
  static final int FIRST = 5 * CLUSTER;
  static final int SIZE = 64 * CLUSTER;
  static final long COMPRESSED = 1L << 62;

  final ByteBuffer bytes = ByteBuffer.allocate(12 * CLUSTER);

  /** In the disk: A at 0, zeros, B compressed at 1024, zeros, C at the end. */
  static SmallQcow2 usual() {
    SmallQcow2 disk = new SmallQcow2();
    disk.header();
    disk.bytes.putLong(TABLES, TABLE);
    disk.counts();
    disk.bytes.putLong(TABLE, FIRST | 1L << 63);
    disk.fill(FIRST, 'A');
    disk.bytes.putLong(TABLE + 8, 1);
    int length = disk.compress(6 * CLUSTER + 100, 'B');
    int sectors = (100 + length - 1) / 512;
    disk.bytes.putLong(TABLE + 16, COMPRESSED | (long) sectors << 61 | 6 * CLUSTER + 100);
    disk.bytes.putLong(TABLE + 63 * 8, 8 * CLUSTER);
    disk.fill(8 * CLUSTER, 'C');
    return disk;
  }

  private void header() {
    bytes.putInt(0, 0x514649fb).putInt(4, 3).putInt(20, 9).putLong(24, SIZE);
    bytes.putInt(36, 1).putLong(40, TABLES).putLong(48, 2 * CLUSTER).putInt(56, 1);
    bytes.putInt(96, 4).putInt(100, 104);
  }

  private void counts() {
    bytes.putLong(2 * CLUSTER, 3 * CLUSTER);
    for (int i = 0; i < 12; i++) {
      bytes.putShort(3 * CLUSTER + 2 * i, (short) 1);
    }
  }

  private void fill(int at, char what) {
    for (int i = 0; i < CLUSTER; i++) {
      bytes.put(at + i, (byte) what);
    }
  }

  private int compress(int at, char what) {
    byte[] plain = new byte[CLUSTER];
    java.util.Arrays.fill(plain, (byte) what);
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(plain);
    deflater.finish();
    byte[] small = new byte[CLUSTER];
    int length = deflater.deflate(small);
    deflater.end();
    bytes.put(at, small, 0, length);
    return length;
  }

  MemoryDisk disk() {
    return new MemoryDisk(bytes.array());
  }
}
