package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a document as TOML, if asked with the place where each value was written. */
public final class TomlText {
  private static final int WIDTH = 100;
  private static final String HIDDEN = "\"***\"";

  private final Shape shape;
  private final Set<List<String>> leftOut;
  private final Optional<Problems> places;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param leftOut paths of what is not written
   * @param places tells them, when they are to be written too
   */
  public TomlText(Shape shape, Set<List<String>> leftOut, Optional<Problems> places) {
    this.shape = shape;
    this.leftOut = Set.copyOf(leftOut);
    this.places = places;
  }

  /** The document as a text that ends with a line break, if it has any values. */
  public String of(Map<String, Object> document) {
    table(document, List.of(), List.of());
    return text.toString();
  }

  /** First what a line says, then tables: all that follows a header is below it. */
  private void table(Map<?, ?> table, List<String> path, List<String> place) {
    List<String> tables = new ArrayList<>();
    for (Map.Entry<?, ?> field : table.entrySet()) {
      String name = (String) field.getKey();
      if (leftOut.contains(Conditions.below(path, name))) {
        continue;
      }
      if (isTable(Conditions.below(path, name), field.getValue())) {
        tables.add(name);
      } else {
        line(name, field.getValue(), Conditions.below(path, name), Conditions.below(place, name));
      }
    }
    for (String name : tables) {
      List<String> inner = Conditions.below(path, name);
      List<String> innerPlace = Conditions.below(place, name);
      if (table.get(name) instanceof List<?> items) {
        for (int i = 0; i < items.size(); i++) {
          header("[[" + String.join(".", inner) + "]]");
          table((Map<?, ?>) items.get(i), inner, Conditions.below(innerPlace, String.valueOf(i)));
        }
      } else {
        Map<?, ?> fields = (Map<?, ?>) table.get(name);
        if (!fields.keySet().stream()
            .allMatch(key -> isTable(Conditions.below(inner, (String) key), fields.get(key)))) {
          header("[" + String.join(".", inner) + "]");
        }
        table(fields, inner, innerPlace);
      }
    }
  }

  private boolean isTable(List<String> path, Object value) {
    return switch (shape.kind(path)) {
      case TABLE -> value instanceof Map<?, ?>;
      case TABLES -> value instanceof List<?>;
      default -> false;
    };
  }

  private void header(String header) {
    if (text.length() > 0) {
      text.append('\n');
    }
    text.append(header).append('\n');
  }

  private void line(String name, Object value, List<String> path, List<String> place) {
    String start = name(name) + " = ";
    if (value instanceof List<?> list && !list.isEmpty()) {
      String line = start + TomlValue.of(list);
      if (places.isPresent() || line.length() > WIDTH) {
        text.append(start).append("[\n");
        for (int i = 0; i < list.size(); i++) {
          String comment = comment(Conditions.below(place, String.valueOf(i)));
          text.append("  ").append(TomlValue.of(list.get(i))).append(',').append(comment);
          text.append('\n');
        }
        text.append("]\n");
        return;
      }
    }
    text.append(start).append(shown(value, path)).append(comment(place)).append('\n');
  }

  private String shown(Object value, List<String> path) {
    if (value instanceof Map<?, ?> table) {
      List<String> fields = new ArrayList<>();
      for (Map.Entry<?, ?> field : table.entrySet()) {
        String name = (String) field.getKey();
        boolean isSecret = shape.isSecret(Conditions.below(path, name));
        String inner = isSecret ? HIDDEN : TomlValue.of(field.getValue());
        fields.add(name(name) + " = " + inner);
      }
      return "{" + String.join(", ", fields) + "}";
    }
    return value instanceof String many && many.contains("\n")
        ? TomlValue.lines(many)
        : TomlValue.of(value);
  }

  private static String name(String name) {
    return TomlValue.name(name);
  }

  private String comment(List<String> place) {
    return places.map(any -> "  # " + any.place(place)).orElse("");
  }
}
