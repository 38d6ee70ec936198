package jbuild.builder.output;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a file of checksums, as sha256sum(1) writes it.
 *
 * @param digest in hexadecimal digits
 * @param name of the file
 * @param text all of the line, with its end
 */
record ChecksumLine(String digest, String name, String text) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{64}) [ *](.+)");

  static ChecksumLine of(String digest, String name) {
    return new ChecksumLine(digest, name, digest + "  " + name + "\n");
  }

  /** Empty for a line of another kind. */
  static Optional<ChecksumLine> parse(String line) {
    Matcher form = FORM.matcher(line);
    return form.matches()
        ? Optional.of(new ChecksumLine(form.group(1), form.group(2), line + "\n"))
        : Optional.empty();
  }
}
