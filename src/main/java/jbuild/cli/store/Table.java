package jbuild.cli.store;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jbuild.cli.progress.Shown;

/** Rows below headings: for people in columns, for programs as JSON. */
final class Table {
  private static final String NOTHING = "-";

  private final List<String> headings;
  private final List<List<Cell>> rows = new ArrayList<>();

  Table(String... headings) {
    this.headings = List.of(headings);
  }

  void add(Cell... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException("a row of another table");
    }
    rows.add(List.of(cells));
  }

  int rows() {
    return rows.size();
  }

  /** Columns as wide as need be; the last one without spaces behind. */
  void print(PrintWriter out, boolean withHeadings) {
    int[] widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = withHeadings ? headings.get(column).length() : 0;
      for (List<Cell> row : rows) {
        widths[column] = Math.max(widths[column], shown(row.get(column)).length());
      }
    }
    if (withHeadings) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        boolean right = !rows.isEmpty() && rows.get(0).get(column).right();
        String heading = headings.get(column).toUpperCase(Locale.ROOT);
        append(line, heading, widths[column], right, column == 0);
      }
      out.println(line.toString().stripTrailing());
    }
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        Cell cell = row.get(column);
        append(line, shown(cell), widths[column], cell.right(), column == 0);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** The same, and how many there are: of nothing, only that. */
  void printWithSum(PrintWriter out, boolean withLegend, String what) {
    if (!rows.isEmpty()) {
      print(out, withLegend);
    }
    if (withLegend) {
      out.println(
          rows.isEmpty() ? "No " + what + "." : "\n" + rows.size() + " " + what + " listed.");
    }
  }

  private static String shown(Cell cell) {
    return cell.text().isEmpty() ? NOTHING : Shown.text(cell.text());
  }

  private static void append(
      StringBuilder line, String text, int width, boolean right, boolean first) {
    String space = " ".repeat(width - text.length());
    line.append(first ? "" : " ").append(right ? space + text : text + space);
  }

  /** A list of objects, with the headings as keys. */
  void printJson(PrintWriter out, boolean pretty) {
    List<String> objects = new ArrayList<>();
    for (List<Cell> row : rows) {
      List<String> members = new ArrayList<>();
      for (int column = 0; column < row.size(); column++) {
        String key = Cell.quoted(headings.get(column));
        members.add((pretty ? "\t\t" + key + " : " : key + ":") + row.get(column).json());
      }
      objects.add(
          pretty
              ? "\t{\n" + String.join(",\n", members) + "\n\t}"
              : "{" + String.join(",", members) + "}");
    }
    if (pretty && !objects.isEmpty()) {
      out.println("[\n" + String.join(",\n", objects) + "\n]");
    } else {
      out.println("[" + String.join(",", objects) + "]");
    }
  }
}
