package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.List;

/**
 * Words with spaces between them; quotes hold together, and backslashes mean nothing.
 *
 * @param closed whether each quote has an end; the words before the one that has none are there
 */
record QuotedWords(List<String> words, boolean closed) {
  private static final char NONE = 0;

  static QuotedWords of(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = NONE;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == NONE && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (c == quote) {
        quote = NONE;
      } else if (quote == NONE && " \t\n\r".indexOf(c) >= 0) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord && quote == NONE) {
      words.add(word.toString());
    }
    return new QuotedWords(words, quote == NONE);
  }
}
