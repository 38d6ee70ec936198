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
 * Compresses pieces of equal size, as many at once as there are processors, and writes them in
 * their order. How many processors there are does not change the bytes.
 */
final class OrderedChunks extends OutputStream {
  /** More would wait for whoever reads the files, and each needs memory. */
  private static final int MOST_WORKERS = 8;

  /** Compresses one piece, knowing nothing of what becomes of the others. */
  @FunctionalInterface
  interface Compressor {
    /**
     * The compressed form of the first bytes of the piece.
     *
     * @param before the whole piece before this one; empty for the first
     */
    byte[] compress(byte[] before, byte[] piece, int length) throws IOException;
  }

  private final OutputStream out;
  private final Compressor compressor;
  private final int size;
  private final int most;
  private final ExecutorService workers;
  private final Deque<Future<byte[]>> pending = new ArrayDeque<>();
  private byte[] before = {};
  private byte[] piece;
  private int filled;
  private boolean empty = true;
  private boolean isFinished;

  OrderedChunks(OutputStream out, int size, Compressor compressor) {
    this.out = out;
    this.size = size;
    this.compressor = compressor;
    this.piece = new byte[size];
    int count = workers();
    this.most = 2 * count;
    this.workers =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "compression");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** How many threads are to compress. */
  static int workers() {
    return Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
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
    byte[] last = before;
    byte[] bytes = piece;
    int length = filled;
    pending.add(workers.submit(() -> compressor.compress(last, bytes, length)));
    before = piece;
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

  /** Writes all that is left; the other stream stays open. */
  void finish() throws IOException {
    if (isFinished) {
      return;
    }
    isFinished = true;
    try {
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

  @Override
  public void close() throws IOException {
    try (out) {
      finish();
    }
  }
}
