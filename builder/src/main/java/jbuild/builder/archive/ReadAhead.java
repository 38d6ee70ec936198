package jbuild.builder.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads from another stream in a thread of its own, some pieces ahead: expanding and writing go on
 * at the same time. What goes wrong there is thrown here, when its place is reached.
 */
final class ReadAhead extends InputStream {
  private static final int PIECES = 8;
  private static final int PIECE = 256 * 1024;

  /** A part of the stream, or how it ends: with a failure, or with nothing. */
  private record Piece(byte[] bytes, int length, Throwable failure) {}

  private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
  private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(PIECES);
  private final InputStream in;
  private final Thread thread;
  private Piece current = new Piece(new byte[0], 0, null);
  private int taken;

  /** The other stream must not be used by anybody else until this one is closed. */
  ReadAhead(InputStream in) {
    this.in = in;
    for (int piece = 0; piece < PIECES; piece++) {
      empty.add(new byte[PIECE]);
    }
    thread = new Thread(this::fill, "read ahead");
    thread.setDaemon(true);
    thread.start();
  }

  private void fill() {
    try {
      int length;
      do {
        byte[] bytes = empty.take();
        length = in.readNBytes(bytes, 0, bytes.length);
        full.put(new Piece(bytes, length, null));
      } while (length > 0);
    } catch (InterruptedException e) {
      // Closed before the end: nobody wants the rest.
      return;
    } catch (IOException | RuntimeException | Error e) {
      full.add(new Piece(new byte[0], 0, e));
    }
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : Byte.toUnsignedInt(current.bytes()[taken++]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int count = Math.min(length, current.length() - taken);
    System.arraycopy(current.bytes(), taken, target, offset, count);
    taken += count;
    return count;
  }

  private boolean isAtEnd() throws IOException {
    if (taken == current.length() && !isLast()) {
      next();
    }
    if (current.failure() instanceof IOException failure) {
      throw failure;
    } else if (current.failure() instanceof RuntimeException failure) {
      throw failure;
    } else if (current.failure() instanceof Error failure) {
      throw failure;
    }
    return taken == current.length();
  }

  private boolean isLast() {
    return current.length() == 0 && current.bytes().length > 0 || current.failure() != null;
  }

  private void next() throws IOException {
    try {
      if (current.length() > 0) {
        empty.put(current.bytes());
      }
      current = full.take();
      taken = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Waits until the other stream is not used any more; it stays open. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
