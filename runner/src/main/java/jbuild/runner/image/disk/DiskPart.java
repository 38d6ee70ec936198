package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Fd;

/**
 * Part of a disk image.
 *
 * @param file is closed by whoever has opened it
 * @param start where the part begins in the file
 */
record DiskPart(Fd file, long start, long size) implements DiskBytes {
  DiskPart {
    if (start < 0 || size < 0 || start > Long.MAX_VALUE - size) {
      throw new IllegalArgumentException("no part of a disk: " + start + " and " + size);
    }
  }

  static DiskPart whole(Fd file) {
    return new DiskPart(file, 0, Contents.end(file));
  }

  /** A part of this part. */
  DiskPart part(long from, long length) {
    if (from < 0 || length < 0 || from > size - length) {
      throw new IllegalArgumentException("not inside: " + from + " and " + length);
    }
    return new DiskPart(file, start + from, length);
  }

  @Override
  public ByteBuffer read(long from, int length) {
    byte[] bytes = new byte[length];
    if (from >= 0 && from < size) {
      Contents.seek(file, start + from);
      byte[] found = Contents.read(file, (int) Math.min(length, size - from));
      bytes = Arrays.copyOf(found, length);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String name() {
    return file.name();
  }
}
