package jbuild.runner.nspawn;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** The assignments in a settings file, as systemd.syntax(7) has them. */
final class SettingsText {
  private static final List<String> SECTIONS = List.of("Exec", "Files", "Network", Key.OWN);
  private static final String EXTENSION = "X-";
  private static final String SPACE = " \t\n\r";
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  /** Sections that are no section: before the first one, and what only others understand. */
  private static final String NONE = "";

  private static final String FOREIGN = "-";

  private final Path file;

  /** Each character is a byte: only lines that mean something have to be text. */
  private final String bytes;

  private final List<Assignment> assignments = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int at;
  private int line;
  private String section = NONE;

  /**
   * What stands in one line.
   *
   * @param line counted from 1; the last one when it goes over several
   */
  record Assignment(int line, String section, String key, String value) {}

  private SettingsText(Path file, byte[] content) {
    this.file = file;
    this.bytes = new String(content, StandardCharsets.ISO_8859_1);
    this.at = bytes.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
  }

  /** Fails, as systemd-nspawn does, where it cannot be known what the lines below mean. */
  static SettingsText parse(Path file, byte[] content) {
    SettingsText text = new SettingsText(file, content);
    text.parse();
    return text;
  }

  List<Assignment> assignments() {
    return assignments;
  }

  List<String> warnings() {
    return warnings;
  }

  private void parse() {
    StringBuilder whole = new StringBuilder();
    while (at < bytes.length()) {
      String next = withoutLeadingSpace(nextLine());
      boolean comment = !next.isEmpty() && (next.charAt(0) == '#' || next.charAt(0) == ';');
      if (comment) {
        // Also in the middle of lines that belong together.
        continue;
      }
      whole.append(next);
      // What came before it ends with a space.
      if (endsWithBackslash(next)) {
        whole.setCharAt(whole.length() - 1, ' ');
      } else {
        take(whole.toString());
        whole.setLength(0);
      }
    }
    take(whole.toString());
  }

  /** Without its end: a line feed, a carriage return, both in any order, or NUL. */
  private String nextLine() {
    int start = at;
    while (at < bytes.length() && "\n\r\0".indexOf(bytes.charAt(at)) < 0) {
      at++;
    }
    String text = bytes.substring(start, at);
    if (at < bytes.length()) {
      char end = bytes.charAt(at++);
      char other = end == '\n' ? '\r' : '\n';
      if (end != '\0' && at < bytes.length() && bytes.charAt(at) == other) {
        at++;
      }
    }
    line++;
    return text;
  }

  private static String withoutLeadingSpace(String text) {
    int start = 0;
    while (start < text.length() && SPACE.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    return text.substring(start);
  }

  /** One that no other backslash stands before. */
  private static boolean endsWithBackslash(String text) {
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      escaped = !escaped && text.charAt(i) == '\\';
    }
    return escaped;
  }

  private void take(String raw) {
    String text = decoded(raw.strip());
    if (text.isEmpty()) {
      return;
    }
    if (text.charAt(0) == '[') {
      section = section(text);
    } else if (section.equals(NONE)) {
      warn("ignoring what stands before the first section");
    } else if (!section.equals(FOREIGN)) {
      assign(text);
    }
  }

  private String decoded(String raw) {
    try {
      byte[] encoded = raw.getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
    } catch (CharacterCodingException e) {
      throw wrong("it is not UTF-8");
    }
  }

  private String section(String text) {
    if (!text.endsWith("]")) {
      throw wrong("there is no ] at the end of a section's name");
    }
    String name = text.substring(1, text.length() - 1);
    if (SECTIONS.contains(name)) {
      return name;
    }
    if (!name.startsWith(EXTENSION)) {
      warn("ignoring the unknown section [" + name + "]");
    }
    return FOREIGN;
  }

  private void assign(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      warn("ignoring a line without " + (equals < 0 ? "=" : "a key") + ": " + text);
      return;
    }
    String key = text.substring(0, equals).strip();
    if (!key.startsWith(EXTENSION)) {
      assignments.add(new Assignment(line, section, key, text.substring(equals + 1).strip()));
    }
  }

  private void warn(String text) {
    warnings.add(file + ":" + line + ": " + text);
  }

  private Failure wrong(String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot read " + file + ", line " + line,
        why,
        "mend the file, or start the machine with --settings=no");
  }
}
