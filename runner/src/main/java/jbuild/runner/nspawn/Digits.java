package jbuild.runner.nspawn;

import java.util.OptionalLong;

/** Numbers that people write. */
final class Digits {
  private static final int MOST = 18;

  private Digits() {}

  /** Empty when the text is more, or less, than decimal digits, or too many of them. */
  static OptionalLong find(String text) {
    if (text.isEmpty() || text.length() > MOST) {
      return OptionalLong.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  static boolean areHexadecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
