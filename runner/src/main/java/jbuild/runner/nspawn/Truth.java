package jbuild.runner.nspawn;

import java.util.Locale;
import java.util.Optional;

/** Booleans as systemd writes them, in any case; see systemd.syntax(7). */
final class Truth {
  private Truth() {}

  static boolean of(String option, String text) {
    return find(text)
        .orElseThrow(
            () -> BadValue.of(option, text, "it is neither true nor false", "write yes or no"));
  }

  static Optional<Boolean> find(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "yes", "y", "true", "t", "on" -> Optional.of(true);
      case "0", "no", "n", "false", "f", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
