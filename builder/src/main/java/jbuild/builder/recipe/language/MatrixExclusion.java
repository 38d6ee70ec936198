package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.text.Spelling;

/** What a matrix leaves out: rows that have all words of an entry of its 'exclude'. */
record MatrixExclusion(Node.Fields table, Problems problems) {
  private static final String NAME = "exclude";

  List<Map<String, Node.Scalar>> apply(List<Map<String, Node.Scalar>> rows) {
    Optional<Node> exclude = table.find(NAME);
    if (exclude.isEmpty()) {
      return rows;
    }
    List<Map<String, Node.Scalar>> rest = new ArrayList<>(rows);
    if (exclude.get() instanceof Node.Items entries) {
      Set<Object> seen = new HashSet<>();
      for (Node entry : entries.items()) {
        if (!seen.add(entry.plain())) {
          continue; // That is said of every list.
        }
        if (entry instanceof Node.Fields words && !words.fields().isEmpty()) {
          apply(words, rows, rest);
        } else {
          wrong(entry);
        }
      }
    } else {
      wrong(exclude.get());
    }
    return rest;
  }

  private void wrong(Node node) {
    problems.report(
        node.origin(),
        "'matrix.exclude' has " + Printable.value(node.plain()),
        "write for example exclude = [{release = \"trixie\", profile = \"debug\"}]");
  }

  private void apply(
      Node.Fields entry, List<Map<String, Node.Scalar>> rows, List<Map<String, Node.Scalar>> rest) {
    Map<String, List<String>> words = new HashMap<>();
    for (Map.Entry<String, Node> field : entry.fields().entrySet()) {
      if (!Matrix.AXES.contains(field.getKey())) {
        String fix =
            Spelling.nearest(field.getKey(), Matrix.AXES)
                .map(meant -> "did you mean '" + meant + "'?")
                .orElse("known: " + String.join(", ", Matrix.AXES));
        String what = "unknown key '" + field.getKey() + "' in 'matrix.exclude'";
        problems.report(field.getValue().origin(), what, fix);
        return;
      }
      words.put(field.getKey(), texts(field.getValue()));
    }
    if (words.containsValue(List.of())) {
      wrong(entry);
    } else if (rows.stream().noneMatch(row -> hasAll(row, words))) {
      problems.report(
          entry.origin(),
          "no cell of the matrix is " + Printable.value(entry.plain()),
          "leave it out, or look how its words are written");
    }
    rest.removeIf(row -> hasAll(row, words));
  }

  private static List<String> texts(Node words) {
    List<Node> items = words instanceof Node.Items list ? list.items() : List.of(words);
    return items.stream().flatMap(item -> item.text().stream()).toList();
  }

  private static boolean hasAll(Map<String, Node.Scalar> row, Map<String, List<String>> words) {
    return words.entrySet().stream()
        .allMatch(
            each ->
                row.containsKey(each.getKey())
                    && each.getValue().contains(row.get(each.getKey()).value()));
  }
}
