package jbuild.builder.recipe.language;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.builder.text.Spelling;

/**
 * Those cells of a matrix that the command line asks for, for example {@code release=trixie} or
 * {@code release=trixie,profile=debug}.
 */
record CellChoice(List<String> words, Problems problems) {
  private static final Path PLACE = Path.of("--cell");
  private static final int SHOWN = 10;

  List<Cell> of(List<Cell> cells, boolean isMatrix) {
    List<Cell> rest = cells;
    boolean isWrong = false;
    for (String word : words.stream().flatMap(each -> Stream.of(each.split(",", -1))).toList()) {
      Source source = new Source(PLACE, word);
      int equals = word.indexOf('=');
      String axis = equals < 0 ? word : word.substring(0, equals);
      if (!isMatrix) {
        report(source, "the recipe has no matrix", "leave --cell out");
      } else if (equals < 0 || !Matrix.AXES.contains(axis)) {
        Optional<String> meant =
            equals < 0 ? Optional.empty() : Spelling.nearest(axis, Matrix.AXES);
        report(
            source,
            "this is no choice of a cell",
            meant
                .map(name -> "did you mean '" + name + "'?")
                .orElse("write for example --cell release=trixie"));
      } else {
        String name = word.substring(equals + 1);
        List<Cell> fitting = rest.stream().filter(cell -> cell.has(axis, name)).toList();
        if (fitting.isEmpty() && !cells.isEmpty()) {
          report(source, "the matrix has no such cell", meant(axis, name, cells));
          isWrong = true;
        } else {
          rest = fitting;
        }
      }
    }
    return isWrong ? List.of() : rest;
  }

  private static String meant(String axis, String word, List<Cell> cells) {
    Set<String> known = new LinkedHashSet<>();
    cells.forEach(cell -> cell.word(axis).ifPresent(each -> known.add(each.value().toString())));
    return known.contains(word)
        ? "each word is in the matrix, but not together; it has: " + shown(cells)
        : Spelling.nearest(word, known)
            .map(name -> "did you mean '" + axis + "=" + name + "'?")
            .orElse("it has: " + shown(cells));
  }

  private void report(Source source, String what, String fix) {
    problems.report(Origin.of(source), what, fix);
  }

  private static String shown(List<Cell> cells) {
    String first = cells.stream().limit(SHOWN).map(Cell::shown).collect(Collectors.joining(", "));
    return first + (cells.size() > SHOWN ? " and " + (cells.size() - SHOWN) + " more" : "");
  }
}
