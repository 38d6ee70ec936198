package jbuild.builder.oci.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** An answer that is given up when nothing of it arrives for too long. */
final class GuardedStream extends FilterInputStream {
  private static final Timer TIMER = new Timer("silence of registries", true);
  private static final int CHECKS = 10;

  private final Duration longest;
  private final TimerTask guard;
  private volatile boolean isWaiting;
  private volatile boolean isGivenUp;
  private volatile long since;

  /**
   * @param longest how long nothing may arrive while somebody waits for it
   */
  GuardedStream(InputStream answer, Duration longest) {
    super(answer);
    this.longest = longest;
    guard =
        new TimerTask() {
          @Override
          public void run() {
            breakSilence();
          }
        };
    long period = Math.max(1, longest.toMillis() / CHECKS);
    TIMER.schedule(guard, period, period);
  }

  private void breakSilence() {
    if (!isWaiting || System.nanoTime() - since < longest.toNanos()) {
      return;
    }
    isGivenUp = true;
    guard.cancel();
    try {
      in.close();
    } catch (IOException e) {
      // Whoever reads is told in any case.
      return;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    since = System.nanoTime();
    isWaiting = true;
    int got;
    try {
      got = in.read(buffer, offset, length);
    } catch (IOException e) {
      throw isGivenUp ? silence(e) : e;
    } finally {
      isWaiting = false;
    }
    if (got < 0 && isGivenUp) {
      throw silence(new IOException("closed"));
    }
    return got;
  }

  private IOException silence(IOException cause) {
    return new IOException("nothing has arrived for " + longest.toSeconds() + " seconds", cause);
  }

  @Override
  public long skip(long count) throws IOException {
    long left = count;
    byte[] buffer = new byte[(int) Math.max(0, Math.min(count, 1 << 14))];
    while (left > 0) {
      int got = read(buffer, 0, (int) Math.min(left, buffer.length));
      if (got < 0) {
        break;
      }
      left -= got;
    }
    return count - left;
  }

  @Override
  public void close() throws IOException {
    guard.cancel();
    super.close();
  }
}
