package jbuild.builder.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The 512 bytes of a ustar header: where its fields are, and how numbers stand in them. */
final class TarBlock {
  static final int SIZE = 512;

  /** A field of the header. */
  record Field(int offset, int length) {
    /** The largest number that fits in, as octal digits before a NUL. */
    long largest() {
      return (1L << 3 * (length - 1)) - 1;
    }
  }

  static final Field NAME = new Field(0, 100);
  static final Field MODE = new Field(100, 8);
  static final Field UID = new Field(108, 8);
  static final Field GID = new Field(116, 8);
  static final Field LENGTH = new Field(124, 12);
  static final Field TIME = new Field(136, 12);
  static final Field CHECKSUM = new Field(148, 8);
  static final Field TYPE = new Field(156, 1);
  static final Field TARGET = new Field(157, 100);
  static final Field MAGIC = new Field(257, 8);
  static final Field MAJOR = new Field(329, 8);
  static final Field MINOR = new Field(337, 8);
  static final Field PREFIX = new Field(345, 155);

  private static final int BASE_256 = 0x80;
  private static final int BASE_256_NEGATIVE = 0xff;

  private static final byte[] USTAR = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ZEROS = new byte[SIZE];

  private final byte[] bytes;

  private TarBlock(byte[] bytes) {
    this.bytes = bytes;
  }

  static TarBlock ofZeros() {
    return new TarBlock(new byte[SIZE]);
  }

  static TarBlock of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("no block: " + bytes.length + " bytes");
    }
    return new TarBlock(bytes.clone());
  }

  /** The next multiple of the size of a block. */
  static int roundedUp(int length) {
    return (length + SIZE - 1) / SIZE * SIZE;
  }

  static long padding(long length) {
    return (SIZE - length % SIZE) % SIZE;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Whether it says to be a header; those of the oldest archives do not. */
  boolean isMarked() {
    return isMarked(bytes);
  }

  /** The same of what may be the start of one only. */
  static boolean isMarked(byte[] start) {
    int end = MAGIC.offset() + USTAR.length;
    return start.length >= end && Arrays.equals(start, MAGIC.offset(), end, USTAR, 0, USTAR.length);
  }

  boolean isZero() {
    return bytes[0] == 0 && Arrays.equals(bytes, ZEROS);
  }

  /** As much of the text as there is room for. */
  void put(Field field, byte[] text) {
    System.arraycopy(text, 0, bytes, field.offset(), Math.min(text.length, field.length()));
  }

  void put(Field field, String text) {
    put(field, text.getBytes(StandardCharsets.US_ASCII));
  }

  void put(Field field, long number) {
    if (number < 0 || number > field.largest()) {
      throw new IllegalArgumentException("does not fit: " + number);
    }
    String digits = Long.toOctalString(number);
    put(field, "0".repeat(field.length() - 1 - digits.length()) + digits);
  }

  void seal() {
    String digits = Long.toOctalString(sum());
    put(CHECKSUM, "0".repeat(6 - digits.length()) + digits + "\0 ");
  }

  boolean isSealed() {
    return number(CHECKSUM) == sum();
  }

  /** The checksum counts itself as spaces. */
  private long sum() {
    long sum = 0;
    for (byte b : bytes) {
      sum += b & 0xff;
    }
    for (int at = CHECKSUM.offset(); at < CHECKSUM.offset() + CHECKSUM.length(); at++) {
      sum += ' ' - (bytes[at] & 0xff);
    }
    return sum;
  }

  char type() {
    return (char) Byte.toUnsignedInt(bytes[TYPE.offset()]);
  }

  /** Up to the first NUL. */
  byte[] text(Field field) {
    int end = field.offset();
    while (end < field.offset() + field.length() && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(bytes, field.offset(), end);
  }

  boolean isSet(int offset) {
    return bytes[offset] != 0;
  }

  /** Octal digits, or as GNU tar writes larger numbers; these may be negative. */
  long number(Field field) {
    int first = Byte.toUnsignedInt(bytes[field.offset()]);
    return first == BASE_256 || first == BASE_256_NEGATIVE ? binary(field) : octal(field);
  }

  private long binary(Field field) {
    boolean negative = Byte.toUnsignedInt(bytes[field.offset()]) == BASE_256_NEGATIVE;
    long value = negative ? -1 : 0;
    for (int at = field.offset() + 1; at < field.offset() + field.length(); at++) {
      if (value >> 55 != (negative ? -1 : 0)) {
        throw new BadArchive("a number in a header is too large");
      }
      value = value << 8 | Byte.toUnsignedInt(bytes[at]);
    }
    return value;
  }

  /** With blanks before and after, as some programs write them. */
  private long octal(Field field) {
    int at = field.offset();
    int end = at;
    while (end < field.offset() + field.length() && bytes[end] != 0) {
      end++;
    }
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
    while (at < end && isBlank(bytes[end - 1])) {
      end--;
    }
    long value = 0;
    for (; at < end; at++) {
      if (bytes[at] < '0' || bytes[at] > '7') {
        throw new BadArchive("a number in a header has other characters than octal digits");
      }
      value = value << 3 | bytes[at] - '0';
    }
    return value;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
