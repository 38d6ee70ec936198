package jbuild.builder.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jbuild.runner.linux.BytePath;

/**
 * What a ustar header has no room for, as keywords with values. The values are bytes: capabilities
 * and names of files are not text.
 */
final class PaxRecords {
  private final Map<BytePath, byte[]> records = new TreeMap<>();

  void put(String keyword, byte[] value) {
    records.put(BytePath.of(keyword), value.clone());
  }

  void put(String keyword, String value) {
    put(keyword, value.getBytes(StandardCharsets.UTF_8));
  }

  void put(BytePath keyword, byte[] value) {
    records.put(keyword, value.clone());
  }

  Optional<byte[]> get(String keyword) {
    return Optional.ofNullable(records.get(BytePath.of(keyword)));
  }

  Map<BytePath, byte[]> all() {
    return Collections.unmodifiableMap(records);
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  byte[] encode() {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    records.forEach(
        (keyword, value) -> {
          byte[] name = keyword.bytes();
          int rest = name.length + value.length + 3;
          encoded.writeBytes((length(rest) + " ").getBytes(StandardCharsets.US_ASCII));
          encoded.writeBytes(name);
          encoded.write('=');
          encoded.writeBytes(value);
          encoded.write('\n');
        });
    return encoded.toByteArray();
  }

  /** A record begins with its length, which counts its own digits too. */
  private static int length(int rest) {
    int length = rest + Integer.toString(rest).length();
    return rest + Integer.toString(length).length();
  }

  static PaxRecords decode(byte[] encoded) {
    PaxRecords records = new PaxRecords();
    int at = 0;
    while (at < encoded.length) {
      int space = indexOf(encoded, ' ', at, encoded.length);
      int end = at + decimal(encoded, at, space);
      if (end > encoded.length || end <= space + 1 || encoded[end - 1] != '\n') {
        throw new BadArchive("an extended header has a record of a wrong length");
      }
      int equals = indexOf(encoded, '=', space + 1, end);
      records.put(
          keyword(Arrays.copyOfRange(encoded, space + 1, equals)),
          Arrays.copyOfRange(encoded, equals + 1, end - 1));
      at = end;
    }
    return records;
  }

  private static BytePath keyword(byte[] bytes) {
    if (indexOrEnd(bytes, (char) 0, 0, bytes.length) < bytes.length) {
      throw new BadArchive("an extended header has a keyword with a NUL");
    }
    return BytePath.of(bytes);
  }

  private static int decimal(byte[] bytes, int from, int to) {
    if (to == from || to - from > 8) {
      throw new BadArchive("an extended header has a record without a length");
    }
    int value = 0;
    for (int at = from; at < to; at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        throw new BadArchive("an extended header has a record without a length");
      }
      value = 10 * value + bytes[at] - '0';
    }
    return value;
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    int at = indexOrEnd(bytes, wanted, from, to);
    if (at == to) {
      throw new BadArchive("an extended header has a record without '" + wanted + "'");
    }
    return at;
  }

  private static int indexOrEnd(byte[] bytes, char wanted, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != wanted) {
      at++;
    }
    return at;
  }
}
