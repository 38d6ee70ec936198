package jbuild.builder.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import jbuild.builder.text.Spelling;

/** Holds a profile against its shape, and collects all that is wrong. */
final class ShapeCheck {
  private final List<String> problems = new ArrayList<>();

  /** One line for each, with line and column. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  void check(Yaml.Value value, Shape.Kind kind) {
    if (kind instanceof Shape.Text text) {
      checkText(value, text);
    } else if (kind instanceof Shape.Items items) {
      checkItems(value, items);
    } else if (!(value instanceof Yaml.Table table)) {
      report(value.place(), "this is no table: write KEY: VALUE");
    } else if (kind instanceof Shape.Named named) {
      table.values().values().forEach(item -> check(item, named.kind()));
    } else if (kind instanceof Shape.Table expected) {
      checkTable(table, expected.shape());
    }
  }

  private void checkText(Yaml.Value value, Shape.Text expected) {
    if (!(value instanceof Yaml.Text text)) {
      report(value.place(), "this is no text: write " + expected.expected());
    } else if (!expected.fits().test(text.text())) {
      report(value.place(), "'" + text.text() + "': write " + expected.expected());
    }
  }

  private void checkItems(Yaml.Value value, Shape.Items expected) {
    if (value instanceof Yaml.Items items) {
      items.values().forEach(item -> check(item, expected.kind()));
    } else {
      report(value.place(), "this is no list: write [FIRST, SECOND]");
    }
  }

  private void checkTable(Yaml.Table table, Shape shape) {
    for (Map.Entry<String, Yaml.Value> entry : table.values().entrySet()) {
      Shape.Kind kind = shape.keys().get(entry.getKey());
      if (kind == null) {
        unknown(table.places().get(entry.getKey()), entry.getKey(), shape);
      } else {
        check(entry.getValue(), kind);
      }
    }
    new TreeSet<>(shape.required())
        .stream()
            .filter(key -> !table.values().containsKey(key))
            .forEach(key -> report(table.place(), "missing key '" + key + "'"));
  }

  private void unknown(String place, String key, Shape shape) {
    TreeSet<String> known = new TreeSet<>(shape.keys().keySet());
    String hint =
        Spelling.nearest(key, known)
            .map(word -> "did you mean '" + word + "'?")
            .orElseGet(() -> "known: " + String.join(", ", known));
    report(place, "unknown key '" + key + "': " + hint);
  }

  private void report(String place, String what) {
    problems.add(place + ": " + what);
  }
}
