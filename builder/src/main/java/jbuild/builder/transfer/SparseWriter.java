package jbuild.builder.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Fd;

/** Fills a new file, in which blocks of zeros take no space. */
final class SparseWriter {
  private static final int BLOCK = 4096;
  private static final int BUFFER = 64 * BLOCK;

  /** The largest file of ext4: no image that anybody can store is larger. */
  private static final long LARGEST = 1L << 44;

  private static final byte[] ZEROS = new byte[BLOCK];

  private final Fd file;
  private long position;

  SparseWriter(Fd file) {
    this.file = file;
  }

  /**
   * Writes all that there is.
   *
   * @param name of the source, for people
   */
  void writeAll(InputStream content, String name) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int count = content.readNBytes(buffer, 0, BUFFER);
    while (count > 0) {
      write(buffer, count);
      if (position > LARGEST) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot import " + name,
            "it expands to more than 16 TiB",
            "get the file again from a place you trust");
      }
      count = content.readNBytes(buffer, 0, BUFFER);
    }
    Contents.setSize(file, position);
  }

  private void write(byte[] buffer, int count) {
    int at = 0;
    while (at < count) {
      int start = at;
      boolean zeros = isZero(buffer, at, count);
      while (at < count && isZero(buffer, at, count) == zeros) {
        at = Math.min(at + BLOCK, count);
      }
      if (!zeros) {
        Contents.seek(file, position + start);
        byte[] data = start == 0 ? buffer : Arrays.copyOfRange(buffer, start, at);
        Contents.write(file, data, at - start);
      }
    }
    position += count;
  }

  private static boolean isZero(byte[] buffer, int at, int count) {
    int end = Math.min(at + BLOCK, count);
    return Arrays.equals(buffer, at, end, ZEROS, 0, end - at);
  }
}
