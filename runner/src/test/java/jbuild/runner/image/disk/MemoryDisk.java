package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A disk that is nothing but bytes, so that many can be tried in a second. */
record MemoryDisk(byte[] content, int used) implements DiskBytes {
  MemoryDisk(byte[] content) {
    this(content, content.length);
  }

  @Override
  public long size() {
    return used;
  }

  @Override
  public ByteBuffer read(long from, int length) {
    byte[] bytes = new byte[length];
    if (from >= 0 && from < used) {
      int count = (int) Math.min(length, used - from);
      System.arraycopy(content, (int) from, bytes, 0, count);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String name() {
    return "the disk";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemoryDisk disk && Arrays.equals(content, disk.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }
}
