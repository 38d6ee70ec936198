package jbuild.builder.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.codec.digest.XXHash32;

/**
 * Writes the LZ4 frame format: blocks that do not depend on each other, and a checksum of all.
 *
 * <p>From doc/lz4_Frame_format.md of LZ4. Commons-compress has a writer too, which looks for the
 * best matches and so takes a minute for what this one does in a second.
 */
final class Lz4Output extends FilterOutputStream {
  static final int[] MAGIC = {0x04, 0x22, 0x4d, 0x18};

  private static final int VERSION = 1 << 6;
  private static final int INDEPENDENT = 1 << 5;
  private static final int CHECKSUM = 1 << 2;

  /** The number of the format for blocks of one mebibyte. */
  private static final int BLOCK_CODE = 6 << 4;

  private static final int BLOCK = 1 << 20;
  private static final int STORED = 1 << 31;

  private final Lz4Block compressor = new Lz4Block(BLOCK);
  private final XXHash32 checksum = new XXHash32();
  private final byte[] block = new byte[BLOCK];
  private int filled;
  private boolean closed;

  Lz4Output(OutputStream out) throws IOException {
    super(out);
    byte[] descriptor = {(byte) (VERSION | INDEPENDENT | CHECKSUM), (byte) BLOCK_CODE};
    for (int part : MAGIC) {
      out.write(part);
    }
    out.write(descriptor);
    XXHash32 ofDescriptor = new XXHash32();
    ofDescriptor.update(descriptor, 0, descriptor.length);
    out.write((int) (ofDescriptor.getValue() >> Byte.SIZE));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    checksum.update(source, offset, length);
    int at = offset;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, BLOCK - filled);
      System.arraycopy(source, at, block, filled, part);
      filled += part;
      at += part;
      left -= part;
      if (filled == BLOCK) {
        flushBlock();
      }
    }
  }

  private void flushBlock() throws IOException {
    int length = compressor.compress(block, filled);
    boolean smaller = length < filled;
    number(smaller ? length : filled | STORED);
    if (smaller) {
      out.write(compressor.result(), 0, length);
    } else {
      out.write(block, 0, filled);
    }
    filled = 0;
  }

  private void number(int number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(bytes.putInt(number).array());
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (filled > 0) {
        flushBlock();
      }
      number(0);
      number((int) checksum.getValue());
    } finally {
      out.close();
    }
  }
}
