package jbuild.builder.recipe.language;

/** Finds the ends of TOML's four kinds of strings. */
final class TomlStrings {
  private TomlStrings() {}

  static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /** The index after the string that begins at this index; the end of the text when it is open. */
  static int end(String text, int start) {
    char quote = text.charAt(start);
    String three = String.valueOf(quote).repeat(3);
    return text.startsWith(three, start)
        ? endOfLong(text, start + 3, quote, three)
        : endOfShort(text, start + 1, quote);
  }

  private static int endOfShort(String text, int start, char quote) {
    for (int i = start; i < text.length() && text.charAt(i) != '\n'; i++) {
      char c = text.charAt(i);
      if (c == quote) {
        return i + 1;
      }
      if (quote == '"' && c == '\\' && !text.startsWith("\n", i + 1)) {
        i++;
      }
    }
    int newline = text.indexOf('\n', start);
    return newline < 0 ? text.length() : newline;
  }

  private static int endOfLong(String text, int start, char quote, String three) {
    for (int i = start; i < text.length(); i++) {
      if (text.startsWith(three, i)) {
        int end = i + 3;
        // Up to two quotes more belong to the string itself.
        while (end < Math.min(text.length(), i + 5) && text.charAt(end) == quote) {
          end++;
        }
        return end;
      }
      if (text.charAt(i) == '\\' && quote == '"') {
        i++;
      }
    }
    return text.length();
  }
}
