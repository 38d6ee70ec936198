package jbuild.builder.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;
import jbuild.builder.text.Spelling;

/** Holds a recipe against the table of keys. */
final class RecipeCheck {
  private static final String OPEN = "${";
  private static final List<String> OF_LANGUAGE = List.of("when");

  private final Problems problems;
  private final boolean isPart;
  private final Set<String> explained = new HashSet<>();

  private RecipeCheck(Problems problems, boolean isPart) {
    this.problems = problems;
    this.isPart = isPart;
  }

  /** Of a recipe that says all that it has to say. */
  static RecipeCheck ofWhole(Problems problems) {
    return new RecipeCheck(problems, false);
  }

  /** Of some of a recipe's tables, as they are written: the rest is elsewhere. */
  static RecipeCheck ofPart(Problems problems) {
    return new RecipeCheck(problems, true);
  }

  void check(Map<String, Object> recipe) {
    recipe.keySet().forEach(this::checkTableName);
    Tables tables = new Tables(recipe);
    for (Table table : Table.values()) {
      checkTable(table, tables.find(table).orElse(null));
    }
  }

  private void checkTableName(String name) {
    if (problems.full() || Table.named(name).isPresent() || isPart && OF_LANGUAGE.contains(name)) {
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
    if (table.isFree()) {
      checkFree(table, value);
    } else if (table.repeated()) {
      checkRepeated(table, value);
    } else if (value == null) {
      checkKeys(table, table.path(), Map.of());
    } else if (value instanceof Map<?, ?> keys) {
      checkKeys(table, table.path(), keys);
    } else {
      notATable(table, "write its keys below " + table.header());
    }
  }

  /** The names of its keys are the user's. */
  private void checkFree(Table table, Object value) {
    Key<?> any = Key.of(table).get(0);
    if (value instanceof Map<?, ?> values) {
      for (Map.Entry<?, ?> each : values.entrySet()) {
        String name = (String) each.getKey();
        List<String> place = below(table.path(), name);
        if (!Grammar.VARIABLE_NAME.matches(name)) {
          String what = "'" + name + "' cannot be a name in " + table.header();
          problems.report(place, what, "write " + Grammar.VARIABLE_NAME.expected());
        } else if (!isOpen(any, each.getValue())
            && any.type().reader().apply(each.getValue()).isEmpty()) {
          String what = "'" + table.word() + "." + name + "' is no text";
          problems.report(place, what, "write " + any.type().expected());
        }
      }
    } else if (value != null) {
      notATable(table, "write its keys below " + table.header());
    }
  }

  private void checkRepeated(Table table, Object value) {
    if (isPart && value instanceof Map<?, ?>) {
      return; // An edit of an inherited list.
    }
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
      boolean isOfLanguage = isPart && OF_LANGUAGE.contains(name);
      if (!names.contains(name) && !table.inner().contains(name) && !isOfLanguage) {
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
      } else if (key.fallback().isEmpty() && !excused && !isPart) {
        String fix = "add " + key.name() + ": " + key.type().expected();
        problems.report(place, "missing key '" + key.path() + "'", fix);
      }
    }
  }

  /** Returns the known key that was meant. */
  private Optional<String> unknown(Table table, List<String> names, List<String> place) {
    String name = place.get(place.size() - 1);
    List<String> candidates = new ArrayList<>(names);
    candidates.addAll(OF_LANGUAGE);
    Optional<String> meant = Spelling.nearest(name, candidates);
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
    if (isOpen(key, value)) {
      return;
    }
    if (key.type().reader().apply(value).isPresent()) {
      if (value instanceof List<?> list && !key.type().isCommand()) {
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

  /** Whether it is seen only with the rest of the recipe what the value is. */
  private boolean isOpen(Key<?> key, Object value) {
    return isPart
        && (hasName(value) || value instanceof Map<?, ?> && key.type().items().isPresent());
  }

  private static boolean hasName(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().anyMatch(RecipeCheck::hasName);
    }
    if (value instanceof Map<?, ?> table) {
      return table.values().stream().anyMatch(RecipeCheck::hasName);
    }
    return value instanceof String text && text.contains(OPEN);
  }

  private void checkItems(Key<?> key, List<String> place, List<?> list, KeyType<?> type) {
    int index = 0;
    for (Object item : list) {
      if (type.reader().apply(item).isEmpty()
          && !hasUnknownPart(key, below(place, String.valueOf(index)), item)) {
        problems.report(
            below(place, String.valueOf(index)),
            "'" + key.path() + "' has " + Printable.value(item),
            "write " + type.expected());
      }
      index++;
    }
  }

  /** Of an item that is a table: what is misspelt in it says more than all of it. */
  private boolean hasUnknownPart(Key<?> key, List<String> place, Object item) {
    if (key != BuildKeys.SOURCES || !(item instanceof Map<?, ?> parts)) {
      return false;
    }
    boolean found = false;
    for (Object part : parts.keySet()) {
      String name = (String) part;
      if (!SourceText.PARTS.contains(name)) {
        found = true;
        problems.report(
            below(place, name),
            "unknown key '" + name + "' in '" + key.path() + "'",
            Spelling.nearest(name, SourceText.PARTS)
                .map(word -> "did you mean '" + word + "'?")
                .orElse("known: " + String.join(", ", SourceText.PARTS)));
      }
    }
    return found;
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
