package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values as TOML writes them. */
final class TomlValue {
  private TomlValue() {}

  static String of(Object value) {
    if (value instanceof String text) {
      return '"' + escaped(text, false) + '"';
    }
    if (value instanceof List<?> list) {
      List<String> items = new ArrayList<>();
      list.forEach(item -> items.add(of(item)));
      return "[" + String.join(", ", items) + "]";
    }
    if (value instanceof Map<?, ?> table) {
      List<String> fields = new ArrayList<>();
      table.forEach((name, field) -> fields.add(name((String) name) + " = " + of(field)));
      return "{" + String.join(", ", fields) + "}";
    }
    return String.valueOf(value);
  }

  /** A text of several lines, as people would write it. */
  static String lines(String text) {
    return "\"\"\"\n" + escaped(text, true) + "\"\"\"";
  }

  static String name(String name) {
    boolean isBare =
        !name.isEmpty()
            && name.chars()
                .allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || c == '-' || c == '_');
    return isBare ? name : '"' + escaped(name, false) + '"';
  }

  /** Nothing of it reaches a terminal as a command. */
  private static String escaped(String text, boolean severalLines) {
    StringBuilder escaped = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      switch (c) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        case '\t' -> escaped.append("\\t");
        case '\n' -> escaped.append(severalLines ? "\n" : "\\n");
        default -> {
          String character = Character.toString(c);
          boolean isShown = Printable.text(character).equals(character);
          escaped.append(isShown ? character : escape(c));
        }
      }
    }
    return escaped.toString();
  }

  private static String escape(int c) {
    return c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c);
  }
}
