package jbuild.builder.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what somebody meant to write. */
public final class Spelling {
  private static final int LETTERS_PER_MISTAKE = 3;
  private static final int LONGEST = 64;

  private Spelling() {}

  /** The word that differs least, when it differs in about one letter of three at most. */
  public static Optional<String> nearest(String written, Collection<String> words) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    return words.stream()
        .filter(word -> distance(written, word) <= tolerated(word))
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  private static int tolerated(String word) {
    return Math.max(1, (word.length() + 1) / LETTERS_PER_MISTAKE);
  }

  /** How many letters to insert, leave out, replace or swap with the next one. */
  static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : step(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int step(int[][] table, String a, String b, int i, int j) {
    int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
  }
}
