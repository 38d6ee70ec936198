package jbuild.builder.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes the gzip format, a single member, on all processors: the pieces of one stream are deflated
 * at the same time, each with the end of the one before as its dictionary. See RFC 1952 and the
 * manual of zlib.
 */
final class GzipOutput extends OutputStream {
  /** Neither a time nor a name, and no system: these would differ from build to build. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  /** All pieces end with a flush, which leaves the stream open: an empty block ends it. */
  private static final byte[] LAST_BLOCK = {3, 0};

  private static final int PIECE = 256 * 1024;
  private static final int WINDOW = 32 * 1024;

  private final OutputStream out;
  private final OrderedChunks pieces;
  private final CRC32 checksum = new CRC32();
  private long size;
  private boolean closed;

  GzipOutput(OutputStream out) throws IOException {
    this.out = out;
    out.write(HEADER);
    pieces = new OrderedChunks(out, PIECE, GzipOutput::deflate);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    checksum.update(bytes, offset, length);
    size += length;
    pieces.write(bytes, offset, length);
  }

  private static byte[] deflate(byte[] before, byte[] piece, int length) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      int window = Math.min(WINDOW, before.length);
      deflater.setDictionary(before, before.length - window, window);
      deflater.setInput(piece, 0, length);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 2);
      byte[] buffer = new byte[WINDOW];
      int count;
      do {
        count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        bytes.write(buffer, 0, count);
      } while (count == buffer.length);
      return bytes.toByteArray();
    } finally {
      deflater.end();
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      pieces.finish();
      out.write(LAST_BLOCK);
      ByteBuffer end = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.write(end.putInt((int) checksum.getValue()).putInt((int) size).array());
    }
  }
}
