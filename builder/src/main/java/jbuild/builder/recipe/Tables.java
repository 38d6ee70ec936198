package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables of a recipe, as far as they are tables: a wrong one counts as an empty one. */
record Tables(Map<String, Object> recipe) {
  Map<String, ?> one(Table table) {
    return asTable(value(table)).findFirst().orElse(Map.of());
  }

  List<Map<String, ?>> several(Table table) {
    return value(table) instanceof List<?> items
        ? items.stream().<Map<String, ?>>flatMap(Tables::asTable).toList()
        : List.of();
  }

  /** What stands in the place of a table; nothing when it is not there. */
  Optional<Object> find(Table table) {
    Optional<Object> value = Optional.of(recipe);
    for (String name : table.path()) {
      value = value.flatMap(Tables::asMap).map(outer -> outer.get(name));
    }
    return value;
  }

  private Object value(Table table) {
    return find(table).orElse(Map.of());
  }

  private static Optional<Map<?, ?>> asMap(Object value) {
    return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
  }

  @SuppressWarnings("unchecked") // The keys of TOML are texts.
  private static Stream<Map<String, ?>> asTable(Object value) {
    return value instanceof Map<?, ?> table ? Stream.of((Map<String, ?>) table) : Stream.empty();
  }
}
