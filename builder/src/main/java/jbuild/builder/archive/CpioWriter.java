package jbuild.builder.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.FileStatus;

/**
 * Writes members in the "new ASCII" format of cpio, which the kernel unpacks:
 * Documentation/driver-api/early-userspace/buffer-format.rst.
 */
final class CpioWriter {
  /** Sizes are eight hexadecimal digits. */
  static final long LARGEST = 0xFFFF_FFFFL;

  private static final String MAGIC = "070701";
  private static final String TRAILER = "TRAILER!!!";
  private static final int FIELDS = 13;
  private static final int DIGITS = 8;
  private static final int ALIGNMENT = 4;
  private static final int BLOCK = 512;
  private static final FileStatus.Device NONE = new FileStatus.Device(0, 0);

  /**
   * What a header says of a file beside its name and length.
   *
   * @param number the same for all names of a file
   * @param links how many names there are
   */
  record Header(
      long number,
      int mode,
      long uid,
      long gid,
      long links,
      long seconds,
      FileStatus.Device device) {}

  private final OutputStream out;
  private long written;
  private long left;

  CpioWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes the header; the content follows, if there is any. */
  void begin(BytePath name, Header header, long length) throws IOException {
    byte[] bytes = name.bytes();
    long[] fields = {
      header.number(),
      header.mode(),
      header.uid(),
      header.gid(),
      header.links(),
      Math.max(0, Math.min(header.seconds(), LARGEST)),
      length,
      0,
      0,
      header.device().major(),
      header.device().minor(),
      bytes.length + 1L,
      0,
    };
    StringBuilder text = new StringBuilder(MAGIC.length() + FIELDS * DIGITS).append(MAGIC);
    for (long field : fields) {
      String digits = Long.toHexString(field);
      text.append("0".repeat(DIGITS - digits.length())).append(digits);
    }
    byte[] ascii = text.toString().getBytes(StandardCharsets.US_ASCII);
    write(ascii, ascii.length);
    write(bytes, bytes.length);
    write(new byte[1], 1);
    pad(ALIGNMENT);
    left = length;
  }

  /** Writes more of the content. */
  void data(byte[] buffer, int length) throws IOException {
    if (length > left) {
      throw new IllegalArgumentException("more content than the header says");
    }
    write(buffer, length);
    left -= length;
    if (left == 0) {
      pad(ALIGNMENT);
    }
  }

  /** Writes the end of the archive. */
  void finish() throws IOException {
    begin(BytePath.of(TRAILER), new Header(0, 0, 0, 0, 1, 0, NONE), 0);
    pad(BLOCK);
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
