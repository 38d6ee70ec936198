package jbuild.builder.recipe.language;

import java.util.OptionalInt;

/** Guards the parser, which is recursive: counts how deep a text nests without recursion. */
final class TomlDepth {
  static final int DEEPEST = 32;

  private TomlDepth() {}

  /** Where the text first nests deeper than any recipe needs. */
  static OptionalInt tooDeep(String text) {
    int brackets = 0;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (TomlStrings.isQuote(c)) {
        i = TomlStrings.end(text, i) - 1;
        continue;
      }
      switch (c) {
        case '#' -> i = endOfLine(text, i) - 1;
        case '[', '{' -> brackets++;
        case ']', '}' -> brackets = Math.max(0, brackets - 1);
        // Dotted keys nest too.
        case '.' -> dots++;
        case '\n', '=', ',' -> dots = 0;
        default -> {}
      }
      if (brackets + dots > DEEPEST) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static int endOfLine(String text, int from) {
    int newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline;
  }
}
