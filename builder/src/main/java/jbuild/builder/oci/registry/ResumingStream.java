package jbuild.builder.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Limits;

/** A blob that arrives over a network that may fail: what is missing is asked for again. */
final class ResumingStream extends InputStream {
  private final Source source;
  private final long size;
  private final Progress.Transfer transfer;
  private final ScheduledExecutorService guard;
  private InputStream in = InputStream.nullInputStream();
  private long position = -1;
  private int failures;
  private volatile long waitingSince;

  /** Where the bytes are. */
  @FunctionalInterface
  interface Source {
    /** The bytes from this one on. */
    InputStream from(long position) throws IOException;
  }

  ResumingStream(Source source, long size, Progress.Transfer transfer) {
    this.source = source;
    this.size = size;
    this.transfer = transfer;
    guard =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "silence of a registry");
              thread.setDaemon(true);
              return thread;
            });
    guard.scheduleWithFixedDelay(this::breakSilence, 1, 1, TimeUnit.SECONDS);
  }

  private void breakSilence() {
    long since = waitingSince;
    if (since != 0 && System.nanoTime() - since > Limits.USUAL.silence().toNanos()) {
      try {
        in.close();
      } catch (IOException e) {
        // Whoever reads gets to know.
        return;
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    while (true) {
      try {
        if (position < 0) {
          in = source.from(0);
          position = 0;
        }
        int got = readOnce(buffer, offset, length);
        if (got >= 0 || position >= size) {
          return got;
        }
        throw new IOException("the registry ended the connection too early");
      } catch (IOException e) {
        failures++;
        if (failures >= Limits.USUAL.tries()) {
          throw e;
        }
        in.close();
        in = source.from(Math.max(position, 0));
        position = Math.max(position, 0);
      }
    }
  }

  private int readOnce(byte[] buffer, int offset, int length) throws IOException {
    waitingSince = System.nanoTime();
    try {
      int got = in.read(buffer, offset, length);
      if (got > 0) {
        position += got;
        transfer.arrived(got);
      }
      return got;
    } finally {
      waitingSince = 0;
    }
  }

  @Override
  public void close() throws IOException {
    guard.shutdownNow();
    transfer.close();
    in.close();
  }
}
