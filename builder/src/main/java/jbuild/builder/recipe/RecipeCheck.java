package jbuild.builder.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.text.Spelling;

/** Holds a recipe against the table of keys. */
final class RecipeCheck {
  private final Problems problems;
  private final Set<String> explained = new HashSet<>();

  RecipeCheck(Problems problems) {
    this.problems = problems;
  }

  void check(Map<String, Object> recipe) {
    recipe.keySet().forEach(this::checkTableName);
    Tables tables = new Tables(recipe);
    for (Table table : Table.values()) {
      checkTable(table, tables.find(table).orElse(null));
    }
  }

  private void checkTableName(String name) {
    if (problems.full() || Table.named(name).isPresent()) {
      return;
    }
    Optional<String> meant = Spelling.nearest(name, Table.words());
    meant.ifPresent(explained::add);
    Optional<Key<?>> elsewhere =
        Key.all().stream().filter(key -> key.name().equals(name)).findFirst();
    elsewhere.ifPresent(key -> explained.add(key.path()));
    String fix =
        meant
            .map(word -> "did you mean '" + word + "'?")
            .or(() -> elsewhere.map(key -> "write it below " + key.table().header()))
            .orElse("known tables: " + String.join(", ", Table.words()));
    problems.report(List.of(name), "unknown key '" + name + "'", fix);
  }

  private void checkTable(Table table, Object value) {
    if (table.repeated()) {
      checkRepeated(table, value);
    } else if (value == null) {
      checkKeys(table, table.path(), Map.of());
    } else if (value instanceof Map<?, ?> keys) {
      checkKeys(table, table.path(), keys);
    } else {
      notATable(table, "write its keys below " + table.header());
    }
  }

  private void checkRepeated(Table table, Object value) {
    if (value instanceof Map<?, ?>) {
      notATable(table, "there can be several: write " + table.header() + " above each");
    } else if (value instanceof List<?> items && items.stream().allMatch(Map.class::isInstance)) {
      int index = 0;
      for (Object item : items) {
        checkKeys(table, below(table.path(), String.valueOf(index)), (Map<?, ?>) item);
        index++;
      }
    } else if (value != null) {
      notATable(table, "write its keys below " + table.header());
    }
  }

  private void notATable(Table table, String fix) {
    String what = "'" + table.word() + "' is not written as " + table.header();
    problems.report(table.path(), what, fix);
  }

  private void checkKeys(Table table, List<String> place, Map<?, ?> values) {
    if (problems.full()) {
      return;
    }
    List<Key<?>> keys = Key.of(table);
    List<String> names = keys.stream().map(Key::name).toList();
    Set<String> meant = new HashSet<>();
    for (Object name : values.keySet()) {
      if (!names.contains(name) && !table.inner().contains(name)) {
        unknown(table, names, below(place, (String) name)).ifPresent(meant::add);
      }
    }
    for (Key<?> key : keys) {
      Object value = values.get(key.name());
      // A misspelt key is one problem: it is not reported as a missing one too.
      boolean excused =
          meant.contains(key.name())
              || explained.contains(table.word())
              || explained.contains(key.path());
      if (value != null) {
        checkValue(key, below(place, key.name()), value);
      } else if (key.fallback().isEmpty() && !excused) {
        String fix = "add " + key.name() + ": " + key.type().expected();
        problems.report(place, "missing key '" + key.path() + "'", fix);
      }
    }
  }

  /** Returns the known key that was meant. */
  private Optional<String> unknown(Table table, List<String> names, List<String> place) {
    String name = place.get(place.size() - 1);
    Optional<String> meant = Spelling.nearest(name, names);
    Optional<Key<?>> elsewhere =
        Key.all().stream().filter(key -> key.name().equals(name)).findFirst();
    String fix =
        meant
            .map(word -> "did you mean '" + word + "'?")
            .or(() -> elsewhere.map(key -> "it belongs below " + key.table().header()))
            .orElse("known in " + table.header() + ": " + String.join(", ", names));
    problems.report(place, "unknown key '" + name + "' in " + table.header(), fix);
    return meant;
  }

  private void checkValue(Key<?> key, List<String> place, Object value) {
    if (key.type().reader().apply(value).isPresent()) {
      if (value instanceof List<?> list) {
        checkTwice(key, place, list);
      }
      return;
    }
    String fix = "write " + key.type().expected();
    if (key.secret()) {
      problems.reportSecret(place, "'" + key.path() + "' is none of what it can be", fix);
    } else if (value instanceof List<?> list && key.type().items().isPresent() && !list.isEmpty()) {
      checkItems(key, place, list, key.type().items().orElseThrow());
    } else {
      problems.report(place, "'" + key.path() + "' is " + Printable.value(value), fix);
    }
  }

  private void checkItems(Key<?> key, List<String> place, List<?> list, KeyType<?> type) {
    int index = 0;
    for (Object item : list) {
      if (type.reader().apply(item).isEmpty()) {
        problems.report(
            below(place, String.valueOf(index)),
            "'" + key.path() + "' has " + Printable.value(item),
            "write " + type.expected());
      }
      index++;
    }
  }

  private void checkTwice(Key<?> key, List<String> place, List<?> list) {
    Set<Object> seen = new HashSet<>();
    int index = 0;
    for (Object item : list) {
      if (!seen.add(item)) {
        problems.report(
            below(place, String.valueOf(index)),
            "'" + key.path() + "' has " + Printable.value(item) + " twice",
            "leave one of them out");
      }
      index++;
    }
  }

  private static List<String> below(List<String> place, String name) {
    List<String> path = new ArrayList<>(place);
    path.add(name);
    return List.copyOf(path);
  }
}
