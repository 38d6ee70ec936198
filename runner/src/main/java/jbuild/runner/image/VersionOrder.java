package jbuild.runner.image;

/**
 * Compares versions as the UAPI group's Version Format Specification has it: numbers by value, a
 * tilde before anything else, then separators, then letters.
 */
public final class VersionOrder {
  private static final String SEPARATORS = "~-^.";

  private final String left;
  private final String right;
  private int l;
  private int r;

  private VersionOrder(String left, String right) {
    this.left = left;
    this.right = right;
  }

  /** Like a comparator: below zero when the left one is older. */
  public static int compare(String left, String right) {
    return new VersionOrder(left, right).compare();
  }

  private int compare() {
    while (true) {
      l = skipOthers(left, l);
      r = skipOthers(right, r);
      for (int i = 0; i < SEPARATORS.length(); i++) {
        char separator = SEPARATORS.charAt(i);
        if (separator == '-' && (l == left.length() || r == right.length())) {
          // A tilde is older than the end; all that comes now is younger.
          return Boolean.compare(l < left.length(), r < right.length());
        }
        boolean isLeft = at(left, l) == separator;
        boolean isRight = at(right, r) == separator;
        if (isLeft != isRight) {
          return isLeft ? -1 : 1;
        }
        if (isLeft) {
          l++;
          r++;
        }
      }
      int order = isDigit(at(left, l)) || isDigit(at(right, r)) ? numbers() : letters();
      if (order != 0) {
        return order;
      }
    }
  }

  private int numbers() {
    int leftEnd = endOfDigits(left, l);
    int rightEnd = endOfDigits(right, r);
    if (leftEnd == l || rightEnd == r) {
      return Boolean.compare(leftEnd > l, rightEnd > r);
    }
    int leftStart = skipZeros(left, l, leftEnd);
    int rightStart = skipZeros(right, r, rightEnd);
    int order = Integer.compare(leftEnd - leftStart, rightEnd - rightStart);
    if (order == 0) {
      order = left.substring(leftStart, leftEnd).compareTo(right.substring(rightStart, rightEnd));
    }
    l = leftEnd;
    r = rightEnd;
    return order;
  }

  private int letters() {
    int leftEnd = endOfLetters(left, l);
    int rightEnd = endOfLetters(right, r);
    int order = left.substring(l, leftEnd).compareTo(right.substring(r, rightEnd));
    l = leftEnd;
    r = rightEnd;
    return order;
  }

  private static char at(String text, int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  private static int skipOthers(String text, int from) {
    int at = from;
    while (at < text.length()
        && !isDigit(text.charAt(at))
        && !isLetter(text.charAt(at))
        && SEPARATORS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static int skipZeros(String text, int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) == '0') {
      at++;
    }
    return at;
  }

  private static int endOfDigits(String text, int from) {
    int at = from;
    while (isDigit(at(text, at))) {
      at++;
    }
    return at;
  }

  private static int endOfLetters(String text, int from) {
    int at = from;
    while (isLetter(at(text, at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
