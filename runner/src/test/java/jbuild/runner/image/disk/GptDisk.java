package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/** The bytes of a small disk with a partition table, to be spoilt. */
final class GptDisk {
  static final int SECTORS = 256;
  static final int COUNT = 12;
  static final int ENTRY = 128;

  // As they are stored: the first three groups little-endian.
  static final String ROOT_X86 = "e3bc684fcde8b14d96e7fbcaf984b709";
  static final String ROOT_VERITY_X86 = "ed57732cebd2d94696c123d437ec2bf5";
  static final String HOME = "e1c73a93b42e134fb8440e14e2aef915";
  static final String ESP = "28732ac11ff8d211ba4b00a0c93ec93b";
  static final String SWAP = "6dfd5706aba4c44384e50933c84b4f4f";
  static final String GENERIC = "af3dc60f838472478e793d69d8477de4";

  final ByteBuffer bytes;
  final int sector;
  final int backup = SECTORS - 1;

  GptDisk(int sector) {
    this.sector = sector;
    this.bytes = ByteBuffer.allocate(SECTORS * sector).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** With a root of 32 sectors that is read-only, and a home of one sector. */
  static GptDisk usual() {
    return usual(512);
  }

  static GptDisk usual(int sector) {
    GptDisk disk = new GptDisk(sector);
    disk.entry(1, ROOT_X86, 64, 95, 1L << 60, "root");
    disk.entry(3, HOME, 100, 100, 0, "");
    return disk.finished();
  }

  /** An entry of both copies, counted from 1. */
  GptDisk entry(int number, String type, long first, long last, long attributes, String label) {
    for (int entries : List.of(2 * sector, entriesOfBackup() * sector)) {
      int at = entries + (number - 1) * ENTRY;
      bytes.put(at, HexFormat.of().parseHex(type));
      bytes.putLong(at + 32, first).putLong(at + 40, last).putLong(at + 48, attributes);
      for (int i = 0; i < label.length(); i++) {
        bytes.putChar(at + 56 + 2 * i, label.charAt(i));
      }
    }
    return this;
  }

  private int entriesOfBackup() {
    return backup - (COUNT * ENTRY + sector - 1) / sector;
  }

  GptDisk finished() {
    mbr(0, 0, 0xee, 1, SECTORS - 1);
    header(1, 2);
    header(backup, entriesOfBackup());
    return this;
  }

  GptDisk mbr(int entry, int flags, int type, int start, int count) {
    return link(0, entry, flags, type, start, count);
  }

  /** An entry in a sector that has the form of an MBR. */
  GptDisk link(int place, int entry, int flags, int type, int start, int count) {
    int at = place * 512 + 446 + entry * 16;
    bytes.put(at, (byte) flags).put(at + 4, (byte) type).putInt(at + 8, start);
    bytes.putInt(at + 12, count).putShort(place * 512 + 510, (short) 0xaa55);
    return this;
  }

  private void header(int place, int entries) {
    int at = place * sector;
    bytes.putLong(at, 0x5452415020494645L).putInt(at + 8, 0x10000).putInt(at + 12, 92);
    bytes.putLong(at + 24, place).putLong(at + 32, place == 1 ? backup : 1);
    bytes.putLong(at + 40, 34).putLong(at + 48, SECTORS - 34);
    bytes.putLong(at + 72, entries).putInt(at + 80, COUNT).putInt(at + 84, ENTRY);
    sum(place, entries);
  }

  /** Makes the sums of both copies right again. */
  GptDisk summed() {
    sum(1, 2);
    sum(backup, entriesOfBackup());
    return this;
  }

  private void sum(int place, int entries) {
    bytes.putInt(place * sector + 88, crc(entries * sector, COUNT * ENTRY));
    sumHeader(place);
  }

  GptDisk sumHeaders() {
    sumHeader(1);
    sumHeader(backup);
    return this;
  }

  private void sumHeader(int place) {
    int at = place * sector;
    bytes.putInt(at + 16, 0);
    bytes.putInt(at + 16, crc(at, 92));
  }

  /** The same number in both headers. */
  GptDisk inHeaders(int at, long number) {
    bytes.putLong(sector + at, number).putLong(backup * sector + at, number);
    return this;
  }

  GptDisk inHeaders(int at, int number) {
    bytes.putInt(sector + at, number).putInt(backup * sector + at, number);
    return this;
  }

  private int crc(int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), at, length);
    return (int) crc.getValue();
  }

  MemoryDisk disk() {
    return new MemoryDisk(bytes.array());
  }
}
