package jbuild.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of docs/differences.md: what payloads see under jbuild and not under the original. */
record KnownDifferences(List<Row> rows) {
  private static final Pattern FACT = Pattern.compile("`([^`]+)`");
  private static final int COLUMNS = 4;

  /**
   * One difference with one reason.
   *
   * @param machines where it is
   * @param original what only systemd-nspawn shows
   * @param ours what only jbuild shows
   */
  private record Row(List<String> machines, List<String> original, List<String> ours) {
    boolean isIn(Machine machine) {
      return machines.contains("all") || machines.contains(machine.toString());
    }
  }

  static KnownDifferences read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return new KnownDifferences(
          lines
              .filter(line -> line.startsWith("| ") && !line.startsWith("| Machines"))
              .map(KnownDifferences::row)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    List<String> cells = Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
    if (cells.size() != COLUMNS || cells.get(COLUMNS - 1).isBlank()) {
      throw new IllegalArgumentException("not machines, two sides and a reason: " + line);
    }
    return new Row(List.of(cells.get(0).split(", ")), factsIn(cells.get(1)), factsIn(cells.get(2)));
  }

  private static List<String> factsIn(String cell) {
    List<String> facts = new ArrayList<>();
    Matcher matcher = FACT.matcher(cell);
    while (matcher.find()) {
      facts.add(matcher.group(1));
    }
    return facts;
  }

  /** What only systemd-nspawn shows, in lines. */
  String onlyOriginal(Machine machine) {
    return inLines(rows.stream().filter(row -> row.isIn(machine)).map(Row::original));
  }

  /** What only jbuild shows, in lines. */
  String onlyOurs(Machine machine) {
    return inLines(rows.stream().filter(row -> row.isIn(machine)).map(Row::ours));
  }

  private static String inLines(Stream<List<String>> facts) {
    return String.join("\n", facts.flatMap(List::stream).sorted().toList());
  }
}
