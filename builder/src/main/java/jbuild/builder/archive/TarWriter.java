package jbuild.builder.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jbuild.runner.linux.BytePath;

/** Writes members as POSIX has it (ustar with extended headers), readable by every tar. */
final class TarWriter {
  private static final int RECORD = 20 * TarBlock.SIZE;
  private static final String USTAR = "ustar\00000";
  private static final char EXTENDED = 'x';
  private static final int EXTENDED_MODE = 0644;
  private static final long NANOSECONDS = 1_000_000_000;

  private final OutputStream out;
  private final boolean forLayer;
  private long written;
  private long left;

  TarWriter(OutputStream out) {
    this(out, false);
  }

  private TarWriter(OutputStream out, boolean forLayer) {
    this.out = out;
    this.forLayer = forLayer;
  }

  /** Of a layer of an image, whose readers know other words for attributes. */
  static TarWriter ofLayer(OutputStream out) {
    return new TarWriter(out, true);
  }

  /** Writes the header; the content of a regular file follows, without its holes. */
  void begin(Member member) throws IOException {
    PaxRecords records = new PaxRecords();
    byte[] map = member.sparse().map(SparseMap::encode).orElse(new byte[0]);
    TarBlock header = header(member, map.length, records);
    if (forLayer) {
      Attribute.encodeForLayer(member.xattrs(), records);
    } else {
      Attribute.encode(member.xattrs(), records);
    }
    if (!records.isEmpty()) {
      extended(member, records.encode());
    }
    write(header.bytes(), TarBlock.SIZE);
    write(map, map.length);
    left = content(member);
  }

  private static long content(Member member) {
    return member.type() == MemberType.REGULAR
        ? member.sparse().map(SparseMap::data).orElse(member.size())
        : 0;
  }

  private static TarBlock header(Member member, int map, PaxRecords records) {
    TarBlock header = TarBlock.ofZeros();
    byte[] path = path(member);
    if (member.sparse().isPresent()) {
      header.put(TarBlock.NAME, sparseName(member.path()));
      records.put("GNU.sparse.major", "1");
      records.put("GNU.sparse.minor", "0");
      records.put("GNU.sparse.name", path);
      records.put("GNU.sparse.realsize", Long.toString(member.size()));
    } else {
      text(header, TarBlock.NAME, path, "path", records);
    }
    text(header, TarBlock.TARGET, member.target().bytes(), "linkpath", records);
    header.put(TarBlock.MODE, member.mode());
    number(header, TarBlock.UID, member.uid(), "uid", records);
    number(header, TarBlock.GID, member.gid(), "gid", records);
    number(header, TarBlock.LENGTH, content(member) + map, "size", records);
    time(header, member, records);
    header.put(TarBlock.TYPE, String.valueOf(member.type().flag()));
    header.put(TarBlock.MAGIC, USTAR);
    header.put(TarBlock.MAJOR, member.device().major());
    header.put(TarBlock.MINOR, member.device().minor());
    header.seal();
    return header;
  }

  /** The root is ./ and all others are relative to it. */
  private static byte[] path(Member member) {
    BytePath path = member.path().isEmpty() ? BytePath.of(".") : member.path();
    return member.type() == MemberType.DIRECTORY
        ? path.slash(BytePath.of("")).bytes()
        : path.bytes();
  }

  /** The name that tools get to see that know nothing of holes. */
  private static byte[] sparseName(BytePath path) {
    String text = new String(path.bytes(), StandardCharsets.ISO_8859_1);
    int slash = text.lastIndexOf('/') + 1;
    String name = text.substring(0, slash) + "GNUSparseFile.0/" + text.substring(slash);
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void text(
      TarBlock header, TarBlock.Field field, byte[] text, String keyword, PaxRecords records) {
    header.put(field, text);
    if (text.length > field.length()) {
      records.put(keyword, text);
    }
  }

  private static void number(
      TarBlock header, TarBlock.Field field, long number, String keyword, PaxRecords records) {
    boolean fits = number <= field.largest();
    header.put(field, fits ? number : 0);
    if (!fits) {
      records.put(keyword, Long.toString(number));
    }
  }

  private static void time(TarBlock header, Member member, PaxRecords records) {
    long seconds = member.seconds();
    boolean fits = seconds >= 0 && seconds <= TarBlock.TIME.largest();
    header.put(TarBlock.TIME, fits ? seconds : 0);
    if (!fits || member.nanoseconds() != 0) {
      records.put("mtime", decimal(seconds, member.nanoseconds()));
    }
  }

  /** Nanoseconds count forward from the second, also before 1970: -1.7 s is -2 s and 0.3 s. */
  private static String decimal(long seconds, int nanoseconds) {
    boolean negative = seconds < 0 && nanoseconds > 0;
    long whole = negative ? -(seconds + 1) : seconds;
    long part = negative ? NANOSECONDS - nanoseconds : nanoseconds;
    // Nine digits behind a one: formatting would take longer than all the rest of a small file.
    String fraction = part == 0 ? "" : "." + Long.toString(NANOSECONDS + part).substring(1);
    return (negative ? "-" : "") + whole + fraction;
  }

  private void extended(Member member, byte[] records) throws IOException {
    TarBlock header = TarBlock.ofZeros();
    byte[] path = member.path().bytes();
    header.put(TarBlock.NAME, "PaxHeaders/");
    byte[] name = Arrays.copyOfRange(path, lastName(path), path.length);
    header.put(new TarBlock.Field(11, TarBlock.NAME.length() - 11), name);
    header.put(TarBlock.MODE, EXTENDED_MODE);
    header.put(TarBlock.UID, 0);
    header.put(TarBlock.GID, 0);
    header.put(TarBlock.LENGTH, records.length);
    header.put(TarBlock.TIME, 0);
    header.put(TarBlock.TYPE, String.valueOf(EXTENDED));
    header.put(TarBlock.MAGIC, USTAR);
    header.seal();
    write(header.bytes(), TarBlock.SIZE);
    write(records, records.length);
    pad(TarBlock.SIZE);
  }

  private static int lastName(byte[] path) {
    int at = path.length;
    while (at > 0 && path[at - 1] != '/') {
      at--;
    }
    return at;
  }

  /** How many bytes of content are still to be written. */
  long left() {
    return left;
  }

  /** Writes more of the content. */
  void data(byte[] buffer, int length) throws IOException {
    if (length > left) {
      throw new IllegalArgumentException("more content than the header says");
    }
    write(buffer, length);
    left -= length;
    if (left == 0) {
      pad(TarBlock.SIZE);
    }
  }

  /** Writes the end of the archive. */
  void finish() throws IOException {
    byte[] end = new byte[2 * TarBlock.SIZE];
    write(end, end.length);
    pad(RECORD);
  }

  private void pad(int size) throws IOException {
    int padding = (int) ((size - written % size) % size);
    write(new byte[padding], padding);
  }

  private void write(byte[] buffer, int length) throws IOException {
    out.write(buffer, 0, length);
    written += length;
  }
}
