package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The tables of a recipe, as far as they are tables: a wrong one counts as an empty one. */
record Tables(Map<String, Object> recipe) {
  Map<String, ?> one(Table table) {
    return asTable(recipe.get(table.word())).findFirst().orElse(Map.of());
  }

  List<Map<String, ?>> several(Table table) {
    return recipe.get(table.word()) instanceof List<?> items
        ? items.stream().<Map<String, ?>>flatMap(Tables::asTable).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked") // The keys of TOML are texts.
  private static Stream<Map<String, ?>> asTable(Object value) {
    return value instanceof Map<?, ?> table ? Stream.of((Map<String, ?>) table) : Stream.empty();
  }
}
