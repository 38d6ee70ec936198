package jbuild.runner.console;

import java.time.Duration;

/** Watches for {@code ^]}, typed three times in a row within one second. */
final class EscapeKeys {
  private static final byte ESCAPE = 0x1d;
  private static final int TIMES = 3;
  private static final long WITHIN = Duration.ofSeconds(1).toNanos();

  private int count;
  private long first;

  /**
   * Whether the keys are complete with what has been typed now.
   *
   * @param now from {@link System#nanoTime}
   */
  boolean typed(byte[] keys, long now) {
    for (byte key : keys) {
      if (key != ESCAPE) {
        count = 0;
      } else if (count == 0 || now - first > WITHIN) {
        first = now;
        count = 1;
      } else {
        count++;
        if (count == TIMES) {
          return true;
        }
      }
    }
    return false;
  }
}
