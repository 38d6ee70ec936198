package jbuild.runner.users;

/** Numbers of users and groups, as text. */
final class Ids {
  private static final int INVALID = -1;
  private static final int LONGEST = 10;
  private static final long LARGEST = 0xFFFF_FFFFL;

  private Ids() {}

  /** Digits without a needless zero, up to 4294967295; -1 for anything else. */
  static long parse(String text) {
    boolean hasNeedlessZero = text.length() > 1 && text.charAt(0) == '0';
    return hasNeedlessZero || text.length() > LONGEST ? INVALID : digits(text, 10);
  }

  /** As strtoul(3) takes it: also with 0x, 0b, 0o or 0 before the digits; -1 if it is no number. */
  static long parseCount(String text) {
    String rest = text.stripLeading();
    rest = rest.startsWith("+") ? rest.substring(1) : rest;
    if (rest.startsWith("0x") || rest.startsWith("0X")) {
      return digits(rest.substring(2), 16);
    }
    if (rest.startsWith("0b")) {
      return digits(rest.substring(2), 2);
    }
    if (rest.startsWith("0o")) {
      return digits(rest.substring(2), 8);
    }
    return digits(rest, rest.startsWith("0") ? 8 : 10);
  }

  private static long digits(String text, int radix) {
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : INVALID;
      number = number * radix + digit;
      if (digit == INVALID || number > LARGEST) {
        return INVALID;
      }
    }
    return text.isEmpty() ? INVALID : number;
  }
}
