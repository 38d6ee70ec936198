package jbuild.runner.console;

import java.time.Duration;

/**
 * Watches for {@code ^]}, typed three times in a row within one second, or two times with a letter
 * behind.
 */
final class EscapeKeys {
  private static final byte ESCAPE = 0x1d;
  private static final int TIMES = 3;
  private static final long WITHIN = Duration.ofSeconds(1).toNanos();

  private int count;
  private long first;

  /** What the user wants of the machine. */
  enum Wish {
    NOTHING,
    KILL,
    REBOOT,
    POWER_OFF
  }

  /**
   * The wish that is complete with what has been typed now.
   *
   * @param now from {@link System#nanoTime}
   */
  Wish typed(byte[] keys, long now) {
    Wish wish = Wish.NOTHING;
    for (byte key : keys) {
      boolean late = now - first > WITHIN;
      if (key != ESCAPE) {
        if (count == TIMES - 1 && !late) {
          wish = wishOf(key, wish);
        }
        count = 0;
      } else if (count == 0 || late) {
        first = now;
        count = 1;
      } else {
        count++;
        if (count == TIMES) {
          return Wish.KILL;
        }
      }
    }
    return wish;
  }

  private static Wish wishOf(byte key, Wish other) {
    return switch (key) {
      case 'p' -> Wish.POWER_OFF;
      case 'r' -> Wish.REBOOT;
      default -> other;
    };
  }
}
