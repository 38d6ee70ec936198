package jbuild.builder.recipe.language;

import java.util.Comparator;
import jbuild.builder.text.Addresses;

/**
 * One thing that is wrong with a recipe.
 *
 * @param secret whether what stands at the position stays out of terminals and logs
 */
record Problem(Source source, Position position, String what, String fix, boolean secret) {
  static final Comparator<Problem> BY_POSITION =
      Comparator.comparing((Problem problem) -> problem.source().shownFile())
          .thenComparing(problem -> problem.position().line())
          .thenComparing(problem -> problem.position().column());

  private static final int WIDTH = 160;

  Problem {
    what = Addresses.masked(Printable.text(what));
    fix = Printable.text(fix);
  }

  Problem(Source source, Position position, String what, String fix) {
    this(source, position, what, fix, false);
  }

  /**
   * Begins like a compiler's message, so that terminals and editors can jump to the place; about a
   * word of the command line it names the option.
   */
  String show() {
    String option = source.isOption() ? source.shownFile() + " " : "";
    String line = option + Addresses.masked(Printable.text(source.line(position.line())));
    int before = Math.min(option.length() + position.column() - 1, line.length());
    if (secret) {
      line = line.substring(0, Math.max(before, line.indexOf('=', before) + 1)) + " (not shown)";
    }
    // Of a very long line only the part around the place.
    int from = Math.max(0, before - WIDTH / 2);
    String part = line.substring(from, Math.min(line.length(), from + WIDTH));
    // Tabs stay tabs: the caret stands below its key whatever their width.
    String indent = part.substring(0, before - from).replaceAll("[^\t]", " ");
    String place =
        source.isOption() ? "option " + source.shownFile() : source.shownFile() + ":" + position;
    return "%s: %s%n  %s%n  %s^ %s".formatted(place, what, part, indent, fix);
  }
}
