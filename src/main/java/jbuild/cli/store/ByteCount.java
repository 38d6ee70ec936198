package jbuild.cli.store;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: with a point, and a letter for powers of 1024. */
final class ByteCount {
  private static final Pattern TEXT =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?)([BKMGTPE]?)");
  private static final String UNITS = "BKMGTPE";
  private static final int BITS = 10;

  private ByteCount() {}

  /** Empty when it is none, or more than a file system can have. */
  static OptionalLong read(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      return OptionalLong.empty();
    }
    int unit = parts.group(2).isEmpty() ? 0 : UNITS.indexOf(parts.group(2));
    BigDecimal bytes =
        new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(1L << (BITS * unit)));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.longValue());
  }
}
