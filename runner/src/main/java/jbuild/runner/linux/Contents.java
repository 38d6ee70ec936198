package jbuild.runner.linux;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/** The bytes in open files. */
public final class Contents {
  private static final int BUFFER = 128 * 1024;

  /** What is smaller has room among the arguments of a call. */
  private static final int SMALL = 4 * 1024;

  private static final long SEEK_SET = 0;
  private static final long SEEK_END = 2;
  private static final long SEEK_DATA = 3;
  private static final long SEEK_HOLE = 4;

  private Contents() {}

  /** How many bytes were put at the start of the buffer; 0 at the end of the file. */
  public static int read(Fd fd, byte[] buffer, int length) {
    return read(fd, buffer, 0, length);
  }

  private static int read(Fd fd, byte[] buffer, int offset, int length) {
    boolean small = offset == 0 && buffer.length <= SMALL;
    long count =
        small
            ? Retry.call(Call.READ, fd.number(), buffer, length)
            : Transfer.ofThread().read(fd, buffer, offset, length);
    return (int) Errno.check("read", "read " + fd.name(), count);
  }

  /** The rest of the file, or only its first part when the rest is longer than the limit. */
  public static byte[] read(Fd fd, int limit) {
    byte[] content = new byte[0];
    byte[] buffer = new byte[Math.min(limit, BUFFER)];
    int count = read(fd, buffer, buffer.length);
    while (count > 0) {
      int before = content.length;
      content = Arrays.copyOf(content, before + count);
      System.arraycopy(buffer, 0, content, before, count);
      count = read(fd, buffer, Math.min(buffer.length, limit - content.length));
    }
    return content;
  }

  /** Writes all of it. */
  public static void write(Fd fd, byte[] content) {
    write(fd, content, content.length);
  }

  /** Writes the first bytes of the buffer, all of them. */
  public static void write(Fd fd, byte[] buffer, int length) {
    write(fd, buffer, 0, length);
  }

  private static void write(Fd fd, byte[] buffer, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      boolean small = at == 0 && buffer.length <= SMALL;
      long count =
          small
              ? Retry.call(Call.WRITE, fd.number(), buffer, end)
              : Transfer.ofThread().write(fd, buffer, at, end - at);
      at += (int) Errno.check("write", "write " + fd.name(), count);
    }
  }

  /** Continues at a place counted from the start. */
  public static void seek(Fd fd, long position) {
    Errno.check("lseek", "seek in " + fd.name(), lseek(fd, position, SEEK_SET));
  }

  /** The size, also that of a block device; reading continues at the end. */
  public static long end(Fd fd) {
    return Errno.check("lseek", "seek in " + fd.name(), lseek(fd, 0, SEEK_END));
  }

  /** Where the next data begins; empty when there are only holes up to the end. */
  public static OptionalLong nextData(Fd fd, long from) {
    long found = lseek(fd, from, SEEK_DATA);
    if (found == -1) {
      if (Errno.last() == Errno.ENXIO) {
        return OptionalLong.empty();
      }
      throw new SyscallFailure("lseek", "cannot find data in " + fd.name(), Errno.last());
    }
    return OptionalLong.of(found);
  }

  /** Where the next hole begins; the end of a file is one. */
  public static long nextHole(Fd fd, long from) {
    return Errno.check("lseek", "find a hole in " + fd.name(), lseek(fd, from, SEEK_HOLE));
  }

  private static long lseek(Fd fd, long position, long whence) {
    return Retry.call(Call.LSEEK, fd.number(), position, whence);
  }

  /** Makes the file shorter, or longer by a hole. */
  public static void setSize(Fd fd, long size) {
    Errno.check(
        "ftruncate", "set the size of " + fd.name(), Retry.call(Call.FTRUNCATE, fd.number(), size));
  }

  /** Reads on from where the file is; closing it leaves the file open. */
  public static InputStream input(Fd fd) {
    return new InputStream() {
      @Override
      public int read() {
        byte[] one = new byte[1];
        return Contents.read(fd, one, 1) == 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (length == 0) {
          return 0;
        }
        int count = Contents.read(fd, target, offset, length);
        return count == 0 ? -1 : count;
      }
    };
  }

  /** Writes on from where the file is; closing it leaves the file open. */
  public static OutputStream output(Fd fd) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        Contents.write(fd, new byte[] {(byte) b});
      }

      @Override
      public void write(byte[] source, int offset, int length) {
        Contents.write(fd, source, offset, length);
      }
    };
  }
}
