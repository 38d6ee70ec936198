package jbuild.runner.scope;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time such as 2min 200ms; see "Parsing Time Spans" in systemd.time(7). */
final class Timespan {
  /** For ever, and in microseconds. */
  static final long INFINITY = -1;

  private static final Pattern PART =
      Pattern.compile("\\s*([0-9]{1,15}(?:\\.[0-9]{1,9})?)\\s*([A-Za-zµμ]*)");

  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400 * SECOND;

  /** In microseconds. */
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("us", 1L),
          Map.entry("usec", 1L),
          Map.entry("µs", 1L),
          Map.entry("μs", 1L),
          Map.entry("ms", 1_000L),
          Map.entry("msec", 1_000L),
          Map.entry("", SECOND),
          Map.entry("s", SECOND),
          Map.entry("sec", SECOND),
          Map.entry("second", SECOND),
          Map.entry("seconds", SECOND),
          Map.entry("m", 60 * SECOND),
          Map.entry("min", 60 * SECOND),
          Map.entry("minute", 60 * SECOND),
          Map.entry("minutes", 60 * SECOND),
          Map.entry("h", 3_600 * SECOND),
          Map.entry("hr", 3_600 * SECOND),
          Map.entry("hour", 3_600 * SECOND),
          Map.entry("hours", 3_600 * SECOND),
          Map.entry("d", DAY),
          Map.entry("day", DAY),
          Map.entry("days", DAY),
          Map.entry("w", 7 * DAY),
          Map.entry("week", 7 * DAY),
          Map.entry("weeks", 7 * DAY),
          Map.entry("M", 2_629_800 * SECOND),
          Map.entry("month", 2_629_800 * SECOND),
          Map.entry("months", 2_629_800 * SECOND),
          Map.entry("y", 31_557_600 * SECOND),
          Map.entry("year", 31_557_600 * SECOND),
          Map.entry("years", 31_557_600 * SECOND));

  private Timespan() {}

  /** In microseconds. */
  static Optional<Long> parse(String text) {
    if (text.strip().equals("infinity")) {
      return Optional.of(INFINITY);
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(text.stripTrailing());
    int end = 0;
    while (part.lookingAt()) {
      Long unit = UNITS.get(part.group(2));
      if (unit == null) {
        return Optional.empty();
      }
      sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
      part.region(end, part.regionEnd());
    }
    boolean whole = end > 0 && end == part.regionEnd();
    boolean fits = sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0;
    return whole && fits ? Optional.of(sum.longValue()) : Optional.empty();
  }
}
