package jbuild.builder.recipe.language;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What TOML 1.0 forbids and the parser takes; it is looked for only where it can be. */
final class TomlLaws {
  private static final Pattern SURROGATE =
      Pattern.compile("\\\\(?:u[dD][89a-fA-F]|U0000[dD][89a-fA-F])");
  private static final Pattern INNER_HEADER = Pattern.compile("(?m)^[ \t]*\\[[^\\]\n]*\\.");
  private static final Pattern TIME =
      Pattern.compile("(?<![\\w.+:-])(?:\\d{4}-\\d\\d-\\d\\d|\\d\\d:\\d\\d)[^,\\]}#\\s]*");

  private TomlLaws() {}

  /** The first of them in a text that the parser has taken. */
  static Optional<Problem> broken(Source source) {
    String text = source.text();
    if (text.contains("\\u") || text.contains("\\U")) {
      Optional<Problem> surrogate = surrogate(source);
      if (surrogate.isPresent()) {
        return surrogate;
      }
    }
    // Only where a header has made a table in another one can a key of that one reach into it.
    return INNER_HEADER.matcher(text).find()
        ? new KeyScan(text)
            .intrusion()
            .map(
                key ->
                    new Problem(
                        source,
                        key.second(),
                        "a dotted key reaches into the table '" + key.name() + "'",
                        "write it below the header in line " + key.first().line()))
        : Optional.empty();
  }

  private static Optional<Problem> surrogate(Source source) {
    String text = source.text();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '#') {
        i = endOfLine(text, i);
      } else if (TomlStrings.isQuote(c)) {
        int end = TomlStrings.end(text, i);
        for (int j = i; c == '"' && j < end; j++) {
          if (text.charAt(j) == '\\') {
            if (SURROGATE.matcher(text).region(j, end).lookingAt()) {
              Position position = Position.of(text, j);
              return Optional.of(
                  new Problem(
                      source,
                      position,
                      "half of a character is escaped",
                      "write the character itself, or \\U and its number in eight digits"));
            }
            j++; // What is escaped may be a backslash.
          }
        }
        i = end - 1;
      }
    }
    return Optional.empty();
  }

  /** A date or a time that the parser has met and that does not exist. */
  static Problem impossibleTime(Source source) {
    String text = source.text();
    Matcher time = TIME.matcher(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '#') {
        i = endOfLine(text, i);
      } else if (TomlStrings.isQuote(c)) {
        i = TomlStrings.end(text, i) - 1;
      } else if (c >= '0' && c <= '9') {
        time.region(i, text.length()).useTransparentBounds(true);
        if (time.lookingAt()) {
          if (!exists(withTime(text, time))) {
            return impossible(source, Position.of(text, i));
          }
          i = time.end() - 1;
        }
      }
    }
    return impossible(source, Position.START);
  }

  private static Problem impossible(Source source, Position position) {
    return new Problem(
        source,
        position,
        "there is no such date or time",
        "write one that exists, or quotes around it");
  }

  /** A blank can be in the place of the T. */
  private static String withTime(String text, Matcher date) {
    int end = date.end();
    boolean goesOn =
        date.end() - date.start() == "1979-05-27".length()
            && end + 1 < text.length()
            && text.charAt(end) == ' '
            && Character.isDigit(text.charAt(end + 1));
    if (!goesOn) {
      return date.group();
    }
    String rest = text.substring(end + 1);
    return date.group() + "T" + rest.split("[,\\]}#\\s]", 2)[0];
  }

  private static boolean exists(String written) {
    String text = written.toUpperCase(Locale.ROOT);
    try {
      if (text.indexOf('-') != "1979".length()) {
        LocalTime.parse(text);
      } else if (text.indexOf('T') < 0) {
        LocalDate.parse(text);
      } else if (text.matches(".*T.*(Z|[+-][0-9:]*)")) {
        OffsetDateTime.parse(text);
      } else {
        LocalDateTime.parse(text);
      }
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static int endOfLine(String text, int from) {
    int newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline;
  }
}
