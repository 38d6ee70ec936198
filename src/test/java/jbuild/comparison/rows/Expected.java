package jbuild.comparison.rows;

import java.util.regex.Pattern;

/**
 * What comes of a case.
 *
 * @param status with which the program ends
 * @param text what the machine prints, and behind it what is true on the host afterwards
 * @param part what of the machine's output counts
 * @param message a part of what jbuild itself says; empty when it says nothing
 */
record Expected(int status, String text, Pattern part, String message) {
  private static final Pattern LINE = Pattern.compile("^.*$", Pattern.MULTILINE);

  static final Expected NOTHING = new Expected(0, "", LINE, "");

  static Expected refused(String message) {
    return new Expected(1, "", LINE, message);
  }

  Expected text(String... lines) {
    String lined = lines.length == 0 ? "" : String.join("\n", lines) + "\n";
    return new Expected(status, lined, part, message);
  }

  Expected status(int other) {
    return new Expected(other, text, part, message);
  }

  Expected only(String pattern) {
    return new Expected(status, text, Pattern.compile(pattern, Pattern.MULTILINE), message);
  }

  Expected message(String other) {
    return new Expected(status, text, part, other);
  }

  /** What counts of an output, without the carriage returns of terminals. */
  String counting(String output) {
    StringBuilder lines = new StringBuilder();
    part.matcher(output.replace("\r", "").stripTrailing())
        .results()
        .filter(line -> !output.isBlank())
        .forEach(line -> lines.append(line.group()).append('\n'));
    return lines.toString();
  }
}
