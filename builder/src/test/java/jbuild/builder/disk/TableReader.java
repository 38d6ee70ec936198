package jbuild.builder.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Reads a GUID partition table as its specification says, from the header in one sector. */
record TableReader(ByteBuffer disk, int header) {
  static final int SECTOR = 512;

  static TableReader of(Path file, long sector) throws IOException {
    ByteBuffer disk = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    return new TableReader(disk, (int) sector * SECTOR);
  }

  String signature() {
    byte[] bytes = new byte[8];
    disk.get(header, bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  long number(int at) {
    return disk.getLong(header + at);
  }

  /** As it is printed. */
  String id(int at) {
    return guid(header + at);
  }

  boolean isIntact() {
    byte[] bytes = new byte[disk.getInt(header + 12)];
    disk.get(header, bytes);
    for (int i = 16; i < 20; i++) {
      bytes[i] = 0;
    }
    byte[] entries = new byte[disk.getInt(header + 80) * disk.getInt(header + 84)];
    disk.get((int) number(72) * SECTOR, entries);
    return crc(bytes) == disk.getInt(header + 16) && crc(entries) == disk.getInt(header + 88);
  }

  /** One line for each: type, id, first and last sector, attributes, label. */
  List<String> entries() {
    List<String> lines = new ArrayList<>();
    int at = (int) number(72) * SECTOR;
    for (int i = 0; i < disk.getInt(header + 80); i++, at += disk.getInt(header + 84)) {
      if (disk.getLong(at) != 0) {
        StringBuilder label = new StringBuilder();
        for (int unit = at + 56; disk.getChar(unit) != 0; unit += 2) {
          label.append(disk.getChar(unit));
        }
        lines.add(
            "%s %s %d %d %x %s"
                .formatted(
                    guid(at),
                    guid(at + 16),
                    disk.getLong(at + 32),
                    disk.getLong(at + 40),
                    disk.getLong(at + 48),
                    label));
      }
    }
    return lines;
  }

  private String guid(int at) {
    return "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x"
        .formatted(
            disk.getInt(at),
            disk.getShort(at + 4),
            disk.getShort(at + 6),
            disk.get(at + 8),
            disk.get(at + 9),
            disk.get(at + 10),
            disk.get(at + 11),
            disk.get(at + 12),
            disk.get(at + 13),
            disk.get(at + 14),
            disk.get(at + 15));
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
