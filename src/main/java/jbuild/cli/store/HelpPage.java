package jbuild.cli.store;

import java.io.PrintWriter;
import java.util.List;

/** What a program of others can do here. */
final class HelpPage {
  private static final int COLUMN = 26;

  private HelpPage() {}

  static void print(Program program, PrintWriter out) {
    out.println(program.name() + " [OPTIONS...] COMMAND ...");
    out.println();
    out.println(program.help());
    out.println();
    out.println("Commands:");
    for (String verb : program.verbs()) {
      StoreVerbs.find(verb)
          .ifPresent(
              entry ->
                  line(out, (entry.name() + " " + entry.words()).strip(), entry.description()));
    }
    out.println();
    out.println("Options:");
    line(out, "-h --help", "Show this help.");
    for (Option option : program.options()) {
      String value = option.hasValue() ? "=" + option.label() : "";
      line(out, String.join(" ", List.of(option.names())) + value, option.description());
    }
  }

  private static void line(PrintWriter out, String left, String right) {
    String space = " ".repeat(Math.max(1, COLUMN - left.length()));
    out.println("  " + left + space + right);
  }
}
