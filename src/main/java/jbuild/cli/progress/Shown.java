package jbuild.cli.progress;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How texts, times and sizes look to people. */
public final class Shown {
  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");
  private static final int THOUSAND = 1000;
  private static final int MINUTE = 60;
  // From here on, characters may be two columns wide; a few narrow ones do no harm.
  private static final int FIRST_WIDE = 0x1100;

  private Shown() {}

  /** Of a line that a tool has drawn over, the last state, harmless to terminals. */
  public static String line(String line) {
    String drawn = line.stripTrailing();
    return text(drawn.substring(drawn.lastIndexOf('\r') + 1));
  }

  /**
   * A text, harmless to terminals: colours are left out, and other control characters are written
   * as numbers.
   */
  public static String text(String text) {
    StringBuilder shown = new StringBuilder();
    COLOURS
        .matcher(text)
        .replaceAll("")
        .replace('\t', ' ')
        .codePoints()
        .forEach(
            c -> {
              if (isControl(c)) {
                shown.append("\\x%02x".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  private static boolean isControl(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }

  /** The text's start, as far as it fits into so many columns. */
  static String cut(String text, int columns) {
    int used = 0;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      used += c < FIRST_WIDE ? 1 : 2;
      if (used > columns) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / (double) THOUSAND);
    }
    return "%d min %02d s".formatted(seconds / MINUTE, seconds % MINUTE);
  }

  public static String size(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= THOUSAND && unit < UNITS.size() - 1) {
      amount /= THOUSAND;
      unit++;
    }
    String number = unit == 0 ? "%.0f" : "%.1f";
    return String.format(Locale.ROOT, number, amount) + " " + UNITS.get(unit);
  }
}
