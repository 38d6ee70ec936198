package jbuild.builder.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Limits;

/** A blob that arrives over a network that may fail: what is missing is asked for again. */
final class ResumingStream extends InputStream {
  private final Source source;
  private final long size;
  private final Progress.Transfer transfer;
  private final Duration pause;
  private InputStream in = InputStream.nullInputStream();
  private boolean isOpen;
  private long position;
  private int failures;

  /** Where the bytes are. */
  @FunctionalInterface
  interface Source {
    /** The bytes from this one on. */
    InputStream from(long position) throws IOException;
  }

  ResumingStream(Source source, long size, Progress.Transfer transfer, Duration pause) {
    this.source = source;
    this.size = size;
    this.transfer = transfer;
    this.pause = pause;
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
        if (!isOpen) {
          in = source.from(position);
          isOpen = true;
        }
        int got = in.read(buffer, offset, length);
        if (got > 0) {
          position += got;
          transfer.arrived(got);
        }
        if (got >= 0 || position >= size) {
          return got;
        }
        throw new IOException("the registry ended the connection too early");
      } catch (IOException e) {
        again(e);
      }
    }
  }

  private void again(IOException reason) throws IOException {
    failures++;
    if (failures >= Limits.USUAL.tries()) {
      throw reason;
    }
    isOpen = false;
    in.close();
    try {
      Thread.sleep(pause.multipliedBy(failures).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }

  @Override
  public void close() throws IOException {
    transfer.close();
    in.close();
  }
}
