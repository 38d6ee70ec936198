package jbuild.builder.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Parts of archives that no program writes. */
final class StrangeTars {
  private StrangeTars() {}

  static RawTar pax(String keyword, String value) {
    return new RawTar().pax('x', keyword, value).file("a", "");
  }

  static RawTar paxDirectory(String keyword, String value) {
    return new RawTar().pax('x', keyword, value).directory("a");
  }

  static RawTar paxes(String... keywordsAndValues) {
    PaxRecords records = new PaxRecords();
    for (int at = 0; at < keywordsAndValues.length; at += 2) {
      records.put(keywordsAndValues[at], keywordsAndValues[at + 1]);
    }
    return new RawTar().pax('x', records).file("a", "");
  }

  static RawTar record(String text) {
    return new RawTar().add('x', "x", "", bytes(text)).file("a", "");
  }

  static byte[] unfinished(RawTar tar) {
    return tar.unfinished();
  }

  static RawTar prefixed(String prefix, String name) {
    TarBlock header = RawTar.header('0', name, "", 0);
    header.put(TarBlock.PREFIX, bytes(prefix));
    return new RawTar().block(header);
  }

  static RawTar binary(char type, TarBlock.Field field, long number) {
    byte[] bytes = new byte[field.length()];
    Arrays.fill(bytes, (byte) (number < 0 ? 0xff : 0));
    for (int at = 0; at < Math.min(Long.BYTES, bytes.length - 1); at++) {
      bytes[bytes.length - 1 - at] = (byte) (number >> at * Byte.SIZE);
    }
    bytes[0] = (byte) (number < 0 ? 0xff : 0x80);
    TarBlock header = RawTar.header(type, "a", "", 0);
    header.put(field, bytes);
    return new RawTar().block(header);
  }

  static RawTar filled(char type, TarBlock.Field field, byte first, byte rest) {
    byte[] bytes = new byte[field.length()];
    Arrays.fill(bytes, rest);
    bytes[0] = first;
    TarBlock header = RawTar.header(type, "a", "", 0);
    header.put(field, bytes);
    return new RawTar().block(header);
  }

  static RawTar sparse(long size, String map) {
    return sparse("a", size, map);
  }

  static RawTar sparseName(String name) {
    return sparse(name, 0, "0\n");
  }

  static RawTar sparse(String name, long size, String map) {
    PaxRecords records = new PaxRecords();
    records.put("GNU.sparse.major", "1");
    records.put("GNU.sparse.minor", "0");
    records.put("GNU.sparse.name", name);
    records.put("GNU.sparse.realsize", Long.toString(size));
    return new RawTar().pax('x', records).file("a", map + "0".repeat(10));
  }

  static RawTar oldMap(long size, long offset, long length) {
    return new RawTar().block(oldHeader(size, offset, length));
  }

  static byte[] oldMapWithMore() {
    TarBlock header = oldHeader(8, 0, 0);
    header.put(new TarBlock.Field(482, 1), new byte[] {1});
    RawTar tar = new RawTar().block(header);
    byte[] more = new byte[TarBlock.SIZE];
    more[504] = 1;
    return tar.content(more).content(more).unfinished();
  }

  static TarBlock oldHeader(long size, long offset, long length) {
    TarBlock header = RawTar.header('S', "a", "", 0);
    header.put(new TarBlock.Field(386, 12), offset);
    header.put(new TarBlock.Field(398, 12), length);
    if (size < 0) {
      byte[] negative = new byte[12];
      Arrays.fill(negative, (byte) 0xff);
      header.put(new TarBlock.Field(483, 12), negative);
    } else {
      header.put(new TarBlock.Field(483, 12), size);
    }
    return header;
  }

  static byte[] up() {
    return bytes("../victim/x\0");
  }

  static byte[] join(byte[] magic, String text) {
    byte[] all = Arrays.copyOf(magic, magic.length + 50);
    Arrays.fill(all, magic.length, all.length, (byte) text.charAt(0));
    return all;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
