package jbuild.runner;

import java.util.Locale;
import java.util.Optional;

/** Booleans as systemd writes them, in any case; see systemd.syntax(7). */
public final class Booleans {
  private Booleans() {}

  /** Empty when the text is neither. */
  public static Optional<Boolean> find(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "yes", "y", "true", "t", "on" -> Optional.of(true);
      case "0", "no", "n", "false", "f", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
