package jbuild.runner;

import java.util.OptionalLong;

/** Numbers that people write; empty for anything else. */
public final class Numbers {
  private static final int INVALID = -1;
  private static final long LARGEST_ID = 0xFFFF_FFFFL;
  private static final int LONGEST_ID = 10;

  private Numbers() {}

  /** Decimal digits, and nothing else. */
  public static OptionalLong decimal(String text) {
    return digits(text, 10);
  }

  /** Of a user or group: decimal digits without a needless zero, up to 4294967295. */
  public static OptionalLong id(String text) {
    boolean hasNeedlessZero = text.length() > 1 && text.charAt(0) == '0';
    if (hasNeedlessZero || text.length() > LONGEST_ID) {
      return OptionalLong.empty();
    }
    OptionalLong number = digits(text, 10);
    return number.orElse(0) > LARGEST_ID ? OptionalLong.empty() : number;
  }

  /**
   * As systemd takes most numbers: like strtol(3), so also behind a sign, and with 0x, 0b, 0o or 0
   * before the digits.
   */
  public static OptionalLong anyBase(String text) {
    String rest = text.stripLeading();
    boolean negative = rest.startsWith("-");
    OptionalLong number = unsigned(negative || rest.startsWith("+") ? rest.substring(1) : rest);
    return negative && number.isPresent() ? OptionalLong.of(-number.getAsLong()) : number;
  }

  private static OptionalLong unsigned(String text) {
    if (text.startsWith("0x") || text.startsWith("0X")) {
      return digits(text.substring(2), 16);
    }
    if (text.startsWith("0b")) {
      return digits(text.substring(2), 2);
    }
    if (text.startsWith("0o")) {
      return digits(text.substring(2), 8);
    }
    return digits(text, text.startsWith("0") ? 8 : 10);
  }

  public static boolean areHexadecimalDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (digit(text.charAt(i), 16) == INVALID) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static OptionalLong digits(String text, int radix) {
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = digit(text.charAt(i), radix);
      if (digit == INVALID || number > (Long.MAX_VALUE - digit) / radix) {
        return OptionalLong.empty();
      }
      number = number * radix + digit;
    }
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** Digits of other scripts are none here. */
  private static int digit(char c, int radix) {
    return c < 128 ? Character.digit(c, radix) : INVALID;
  }
}
