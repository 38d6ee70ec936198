package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.text.Spelling;

/** The images of one recipe: every distribution with every release with every profile. */
final class Matrix {
  static final String TABLE = "matrix";
  static final String DISTRIBUTION = "distribution";
  static final String RELEASE = "release";
  static final String PROFILE = "profile";

  /** In the order of their words in names. */
  static final List<String> AXES = List.of(DISTRIBUTION, RELEASE, "architecture", PROFILE);

  private static final int MOST = 256;

  private final Node.Fields table;
  private final Optional<String> distribution;
  private final Problems problems;

  /** The distribution is the recipe's, for a matrix that names none. */
  Matrix(Node.Fields table, Optional<String> distribution, Problems problems) {
    this.table = table;
    this.distribution = distribution;
    this.problems = problems;
  }

  /** None when there are none or too many; that is reported. */
  List<Cell> cells() {
    List<Map<String, Node.Scalar>> rows = List.of(Map.of());
    for (String axis : AXES) {
      if (table.find(axis).isPresent()) {
        rows = longer(rows, axis, table.find(axis).get());
        if (axis.equals(RELEASE) && table.find(axis).get() instanceof Node.Fields releases) {
          checkUse(releases, rows);
        }
        if (rows.size() > MOST) {
          problems.report(
              table.origin(),
              "the matrix has more than " + MOST + " cells",
              "write several recipes that include a common one");
          return List.of();
        }
      }
    }
    Set<String> differing = differing(rows);
    List<Map<String, Node.Scalar>> rest = new MatrixExclusion(table, problems).apply(rows);
    if (rows.isEmpty()) {
      // An axis has no words, which is reported with its key.
      return List.of();
    }
    if (rest.isEmpty() || rest.get(0).isEmpty()) {
      problems.report(
          table.origin(), "the matrix has no cell", "name releases, or exclude fewer of them");
      return List.of();
    }
    List<Cell> cells = new ArrayList<>();
    rest.forEach(row -> cells.add(Cell.of(row, differing)));
    checkNames(cells);
    return cells;
  }

  /** Releases of a distribution that is in no row would make no cell, without a word. */
  private void checkUse(Node.Fields releases, List<Map<String, Node.Scalar>> rows) {
    Set<String> used = new LinkedHashSet<>();
    rows.forEach(
        row ->
            Optional.ofNullable(row.get(DISTRIBUTION))
                .ifPresent(word -> used.add(String.valueOf(word.value()))));
    distribution.filter(name -> used.isEmpty()).ifPresent(used::add);
    releases
        .fields()
        .forEach(
            (name, words) -> {
              if (!used.isEmpty() && !used.contains(name)) {
                problems.report(
                    words.origin(),
                    "'matrix.release' has releases of "
                        + Printable.value(name)
                        + ", and the matrix has no cell of that",
                    Spelling.nearest(name, used)
                        .map(meant -> "did you mean '" + meant + "'?")
                        .orElse("add it to matrix.distribution, or take them out"));
              }
            });
  }

  private List<Map<String, Node.Scalar>> longer(
      List<Map<String, Node.Scalar>> rows, String axis, Node words) {
    List<Map<String, Node.Scalar>> all = new ArrayList<>();
    for (Map<String, Node.Scalar> row : rows) {
      for (Node.Scalar word : words(axis, words, row)) {
        Map<String, Node.Scalar> more = new LinkedHashMap<>(row);
        more.put(axis, word);
        all.add(more);
      }
      if (all.size() > MOST) {
        return all;
      }
    }
    return all;
  }

  private List<Node.Scalar> words(String axis, Node words, Map<String, Node.Scalar> row) {
    if (axis.equals(RELEASE) && words instanceof Node.Fields releases) {
      Optional<String> of =
          Optional.ofNullable(row.get(DISTRIBUTION))
              .map(word -> String.valueOf(word.value()))
              .or(() -> distribution);
      Optional<Node> own = of.flatMap(releases::find);
      if (own.isEmpty()) {
        problems.report(
            releases.origin(),
            "'matrix.release' has nothing for " + Printable.value(of.orElse("")),
            "write its releases, for example debian = [\"trixie\"]");
      }
      return own.map(this::texts).orElse(List.of());
    }
    return texts(words);
  }

  /** What is no text is reported like other wrong values. */
  private List<Node.Scalar> texts(Node words) {
    List<Node.Scalar> texts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    if (words instanceof Node.Items list) {
      for (Node item : list.items()) {
        if (item.text().filter(text -> text.contains(Expansion.OPEN)).isPresent()) {
          problems.reportLast(
              item.origin(),
              "a matrix has no ${...}",
              "write the words themselves: it is decided first");
        } else if (item.text().filter(seen::add).isPresent()) {
          // The same word twice is said of every list.
          texts.add((Node.Scalar) item);
        }
      }
    }
    return texts;
  }

  private static Set<String> differing(List<Map<String, Node.Scalar>> rows) {
    Set<String> differing = new LinkedHashSet<>();
    for (String axis : AXES) {
      Set<Object> words = new HashSet<>();
      rows.forEach(row -> words.add(row.containsKey(axis) ? row.get(axis).value() : ""));
      if (words.size() > 1) {
        differing.add(axis);
      }
    }
    return differing;
  }

  private void checkNames(List<Cell> cells) {
    Set<String> names = new HashSet<>();
    for (Cell cell : cells) {
      if (!names.add(cell.suffix())) {
        problems.report(
            table.origin(),
            "two cells of the matrix get the name '" + cell.suffix() + "'",
            "leave one of them out: " + cell.shown());
      }
    }
  }
}
