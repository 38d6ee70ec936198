package jbuild.builder.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compresses pieces of equal size by themselves, as many at once as there are processors: for
 * formats whose readers take several compressed streams in a row for one. How many processors there
 * are does not change the bytes.
 */
final class OrderedChunks extends OutputStream {
  /** Compresses one piece by itself. */
  @FunctionalInterface
  interface Compressor {
    /** Returns the compressed form of the first bytes of the piece. */
    byte[] compress(byte[] piece, int length) throws IOException;
  }

  private final OutputStream out;
  private final Compressor compressor;
  private final int size;
  private final int most;
  private final ExecutorService workers;
  private final Deque<Future<byte[]>> pending = new ArrayDeque<>();
  private byte[] piece;
  private int filled;
  private boolean empty = true;
  private boolean closed;

  OrderedChunks(OutputStream out, int size, Compressor compressor) {
    this.out = out;
    this.size = size;
    this.compressor = compressor;
    this.piece = new byte[size];
    int processors = Runtime.getRuntime().availableProcessors();
    this.most = 2 * processors;
    this.workers =
        Executors.newFixedThreadPool(
            processors,
            task -> {
              Thread thread = new Thread(task, "compression");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, size - filled);
      System.arraycopy(bytes, at, piece, filled, count);
      filled += count;
      at += count;
      left -= count;
      if (filled == size) {
        submit();
      }
    }
  }

  private void submit() throws IOException {
    byte[] bytes = piece;
    int length = filled;
    pending.add(workers.submit(() -> compressor.compress(bytes, length)));
    piece = new byte[size];
    filled = 0;
    empty = false;
    if (pending.size() > most) {
      writeNext();
    }
  }

  private void writeNext() throws IOException {
    try {
      out.write(pending.remove().get());
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      // Nothing at all is no stream: readers want one.
      if (filled > 0 || empty) {
        submit();
      }
      while (!pending.isEmpty()) {
        writeNext();
      }
    } finally {
      workers.shutdownNow();
    }
  }
}
