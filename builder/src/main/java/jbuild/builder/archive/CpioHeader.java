package jbuild.builder.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import jbuild.runner.linux.FileStatus;

/** The 110 bytes before each name of a cpio archive: a magic, and numbers of eight hex digits. */
final class CpioHeader {
  static final int SIZE = 110;

  /** Of each number. */
  static final long LARGEST = 0xFFFF_FFFFL;

  private static final int DIGITS = 8;
  private static final int ALIGNMENT = 4;
  private static final int TYPE = 0170000;
  private static final int MODE = 07777;

  private final byte[] bytes;

  private CpioHeader(byte[] bytes) {
    this.bytes = bytes;
  }

  static CpioHeader read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(SIZE);
    if (bytes.length < SIZE) {
      throw truncated();
    }
    if (!CpioReader.reads(Arrays.copyOf(bytes, CpioReader.LENGTH_OF_MAGIC))) {
      throw new BadArchive("a header in it is none of cpio");
    }
    return new CpioHeader(bytes);
  }

  static BadArchive truncated() {
    return new BadArchive("it ends in the middle");
  }

  /** How many bytes follow so many, up to the next place where something begins. */
  static int padding(long length) {
    return (int) (-length & ALIGNMENT - 1);
  }

  long inode() {
    return field(0);
  }

  MemberType type() {
    int bits = (int) field(1) & TYPE;
    for (MemberType type : MemberType.values()) {
      if (type != MemberType.HARD_LINK && type.bits() == bits) {
        return type;
      }
    }
    throw new BadArchive("a file in it is of no type that images have");
  }

  int mode() {
    return (int) field(1) & MODE;
  }

  long uid() {
    return field(2);
  }

  long gid() {
    return field(3);
  }

  long links() {
    return field(4);
  }

  long seconds() {
    return field(5);
  }

  long size() {
    return field(6);
  }

  /** The device that the file was on. */
  long device() {
    return field(7) << Integer.SIZE | field(8);
  }

  FileStatus.Device special() {
    return new FileStatus.Device((int) field(9), (int) field(10));
  }

  long nameSize() {
    return field(11);
  }

  /** What the bytes of the content add up to, where the archive says it. */
  Optional<Long> sum() {
    boolean summed = bytes[CpioReader.LENGTH_OF_MAGIC - 1] == '2';
    return summed && type() == MemberType.REGULAR && size() > 0
        ? Optional.of(field(12))
        : Optional.empty();
  }

  private long field(int number) {
    int start = CpioReader.LENGTH_OF_MAGIC + number * DIGITS;
    long value = 0;
    for (int at = start; at < start + DIGITS; at++) {
      int digit = Character.digit(bytes[at], 16);
      if (digit < 0) {
        throw new BadArchive(
            "a header in it has no number: "
                + new String(bytes, start, DIGITS, StandardCharsets.ISO_8859_1));
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
