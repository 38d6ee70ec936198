package jbuild.builder.text;

import java.util.List;
import java.util.Locale;

/** A manual page as man(7) wants it, put together from its top to its end. */
public final class Roff {
  private static final int LAST_OF_ASCII = 0x7e;

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a page.
   *
   * @param description one line, which whatis(1) shows
   */
  public Roff(String name, int section, String description) {
    line(
        ".TH \""
            + escaped(name).toUpperCase(Locale.ROOT)
            + "\" \""
            + section
            + "\" \"\" \"jbuild\" \"jbuild\"");
    line(".ad l"); // Long words cannot fill lines.
    section("Name");
    line(escaped(name) + " \\- " + escaped(description));
  }

  public Roff section(String title) {
    line(".SH \"" + escaped(title.toUpperCase(Locale.ROOT)) + "\"");
    return this;
  }

  public Roff subsection(String title) {
    line(".SS \"" + escaped(title).replace("\"", "\\(dq") + "\"");
    return this;
  }

  public Roff paragraph(String words) {
    line(".PP");
    words(words);
    return this;
  }

  /** What a command line looks like, in bold. */
  public Roff synopsis(String words) {
    line(".PP");
    line("\\fB" + escaped(words) + "\\fR");
    return this;
  }

  /** A word and what it means. */
  public Roff item(String term, List<String> meaning) {
    line(".TP");
    line("\\fB" + escaped(term) + "\\fR");
    boolean first = true;
    for (String words : meaning) {
      if (!first) {
        line(".sp");
      }
      words(words);
      first = false;
    }
    return this;
  }

  /** Lines that stay as they are. */
  public Roff example(List<String> lines) {
    line(".PP");
    line(".RS 4");
    line(".nf");
    lines.forEach(this::words);
    line(".fi");
    line(".RE");
    return this;
  }

  /** The page. */
  public String page() {
    return text.toString();
  }

  /** What begins with a dot or an apostrophe would be a command of roff. */
  private void words(String words) {
    String safe = escaped(words.isEmpty() ? " " : words);
    line(safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String escaped(String words) {
    StringBuilder escaped = new StringBuilder();
    words
        .replace('\n', ' ')
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                  if (c > LAST_OF_ASCII || c < ' ') {
                    escaped.append("\\[u%04X]".formatted(c));
                  } else {
                    escaped.append((char) c);
                  }
                }
              }
            });
    return escaped.toString();
  }
}
