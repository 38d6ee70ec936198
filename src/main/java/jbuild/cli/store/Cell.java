package jbuild.cli.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A value in a table.
 *
 * @param text for people; empty when there is nothing to say
 * @param json for programs
 * @param right whether its column is aligned at the right
 */
record Cell(String text, String json, boolean right) {
  private static final String NOTHING = "null";

  static Cell text(String text) {
    return new Cell(text, quoted(text), false);
  }

  static Cell truth(boolean value, String yes, String no) {
    return new Cell(value ? yes : no, String.valueOf(value), false);
  }

  static Cell size(OptionalLong bytes) {
    return bytes.isPresent()
        ? new Cell(Figures.bytes(bytes.getAsLong()), String.valueOf(bytes.getAsLong()), true)
        : new Cell("", NOTHING, true);
  }

  static Cell time(Optional<Instant> time) {
    return time.map(
            known ->
                new Cell(Figures.time(known), String.valueOf(Figures.microseconds(known)), false))
        .orElse(new Cell("", NOTHING, false));
  }

  /** A text as JSON has it. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
