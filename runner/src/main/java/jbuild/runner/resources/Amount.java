package jbuild.runner.resources;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number, or a part of what there is: 512M or 50%; never negative. */
public record Amount(long number, Unit unit) {
  /** What the number counts. */
  public enum Unit {
    /** Bytes, or tasks. */
    ONE,
    /** A hundredth of a percent of all there is. */
    PERMYRIAD
  }

  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,9})(?:\\.([0-9]{1,2}))?%");
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([BKMGTPE]?)");
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");
  private static final String PREFIXES = "BKMGTPE";
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int WHOLE = 10_000;

  public Amount {
    if (number < 0) {
      throw new IllegalArgumentException("negative: " + number);
    }
  }

  /** Bytes, where K is 1024 of them and so on to E, or a percentage up to 100. */
  public static Optional<Amount> size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return percentage(text);
    }
    return bytes(matcher, 1024).map(bytes -> new Amount(bytes, Unit.ONE));
  }

  /** Bytes or operations a second, where K is 1000 of them and so on to E. */
  public static Optional<Long> rate(String text) {
    Matcher matcher = SIZE.matcher(text);
    return matcher.matches() ? bytes(matcher, 1000) : Optional.empty();
  }

  private static Optional<Long> bytes(Matcher size, int base) {
    int power = Math.max(0, PREFIXES.indexOf(size.group(2)));
    BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(base).pow(power));
    return bytes.compareTo(LARGEST) > 0 ? Optional.empty() : Optional.of(bytes.longValue());
  }

  /** A number of things, or a percentage up to 100. */
  public static Optional<Amount> count(String text) {
    return COUNT.matcher(text).matches()
        ? Optional.of(new Amount(Long.parseLong(text), Unit.ONE))
        : percentage(text);
  }

  /** A percentage up to 100. */
  public static Optional<Amount> percentage(String text) {
    return permyriads(text)
        .filter(parts -> parts <= WHOLE)
        .map(parts -> new Amount(parts, Unit.PERMYRIAD));
  }

  /** A percentage of any size with up to two decimals, in hundredths of a percent. */
  static Optional<Long> permyriads(String text) {
    Matcher matcher = PERCENT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String decimals = matcher.group(2) == null ? "" : matcher.group(2);
    return Optional.of(Long.valueOf(matcher.group(1) + (decimals + "00").substring(0, 2)));
  }

  /** The number itself, at least one of a whole that is only asked for when it matters. */
  long of(LongSupplier whole) {
    return unit == Unit.ONE
        ? number
        : Math.max(1, (long) (whole.getAsLong() / (double) WHOLE * number));
  }
}
