package jbuild.builder.steps;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts that are lines, each with a newline at its end. */
final class Lines {
  private Lines() {}

  static String of(Stream<String> lines) {
    return lines.map(line -> line + "\n").collect(Collectors.joining());
  }

  /** The text, with a newline after its last line, so that one can be added. */
  static String ended(String text) {
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }
}
