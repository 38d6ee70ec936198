package jbuild.runner.nspawn;

import java.math.BigDecimal;
import java.util.Optional;
import jbuild.runner.Numbers;

/** Amounts of bytes as systemd has them: 1.5G, where K is 1024. */
final class ByteSize {
  private static final String UNITS = "BKMGTPE";
  private static final int BITS = 10;
  private static final int LONGEST = 24;

  private ByteSize() {}

  static Optional<Long> find(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    String unit = text.substring(end);
    int exponent = unit.isEmpty() ? 0 : UNITS.indexOf(unit.charAt(0));
    boolean known = unit.isEmpty() || unit.length() == 1 && exponent >= 0;
    String number = text.substring(0, end).strip();
    if (!known || !isDecimal(number)) {
      return Optional.empty();
    }
    return whole(new BigDecimal(number).multiply(BigDecimal.valueOf(1L << BITS * exponent)));
  }

  /** Digits, and a point with digits behind it if need be. */
  static boolean isDecimal(String text) {
    int point = text.indexOf('.');
    String before = point < 0 ? text : text.substring(0, point);
    return text.length() <= LONGEST
        && Numbers.decimal(before).isPresent()
        && (point < 0 || Numbers.decimal(text.substring(point + 1)).isPresent());
  }

  static Optional<Long> whole(BigDecimal number) {
    return number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(number.longValue());
  }

  static long of(String option, String text) {
    return find(text)
        .orElseThrow(
            () ->
                BadValue.of(
                    option, text, "it is no amount of bytes", "write a number, or 512M, 1G ..."));
  }
}
