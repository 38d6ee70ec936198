package jbuild.runner.nspawn;

import java.util.Optional;
import jbuild.runner.Booleans;

/** Booleans of options; see {@link Booleans}. */
final class Truth {
  private Truth() {}

  static boolean of(String option, String text) {
    return find(text)
        .orElseThrow(
            () -> BadValue.of(option, text, "it is neither true nor false", "write yes or no"));
  }

  static Optional<Boolean> find(String text) {
    return Booleans.find(text);
  }
}
