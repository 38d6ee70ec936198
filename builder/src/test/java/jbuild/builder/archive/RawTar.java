package jbuild.builder.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An archive put together header by header: it can say what no honest program writes. */
final class RawTar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  RawTar file(String name, String content) {
    return add('0', name, "", utf8(content));
  }

  RawTar directory(String name) {
    return add('5', name, "");
  }

  RawTar link(String name, String target) {
    return add('2', name, target);
  }

  RawTar hardLink(String name, String target) {
    return add('1', name, target);
  }

  RawTar add(char type, String name, String target, byte... content) {
    return sized(type, name, target, content.length).content(content);
  }

  /** A header that promises so many bytes. */
  RawTar sized(char type, String name, String target, long size) {
    return block(header(type, name, target, size));
  }

  RawTar device(char type, String name, int major, int minor) {
    TarBlock header = header(type, name, "", 0);
    header.put(TarBlock.MAJOR, major);
    header.put(TarBlock.MINOR, minor);
    return block(header);
  }

  /** Records that precede a member, or with type g all that follow. */
  RawTar pax(char type, String keyword, String value) {
    PaxRecords records = new PaxRecords();
    records.put(keyword, value);
    return pax(type, records);
  }

  RawTar pax(char type, PaxRecords records) {
    return add(type, "PaxHeaders/x", "", records.encode());
  }

  static TarBlock header(char type, String name, String target, long size) {
    TarBlock header = TarBlock.ofZeros();
    header.put(TarBlock.NAME, utf8(name));
    header.put(TarBlock.TARGET, utf8(target));
    header.put(TarBlock.MODE, 0644);
    header.put(TarBlock.UID, 0);
    header.put(TarBlock.GID, 0);
    header.put(TarBlock.LENGTH, size);
    header.put(TarBlock.TIME, 0);
    header.put(TarBlock.TYPE, String.valueOf(type));
    header.put(TarBlock.MAGIC, "ustar\00000");
    return header;
  }

  RawTar block(TarBlock header) {
    header.seal();
    bytes.writeBytes(header.bytes());
    return this;
  }

  RawTar content(byte... content) {
    bytes.writeBytes(Arrays.copyOf(content, TarBlock.roundedUp(content.length)));
    return this;
  }

  /** The archive with its end. */
  byte[] finished() {
    bytes.writeBytes(new byte[2 * TarBlock.SIZE]);
    return bytes.toByteArray();
  }

  /** The archive as it is, without an end. */
  byte[] unfinished() {
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
