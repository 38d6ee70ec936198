package jbuild.builder.recipe.language;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to write in the place of text that is no TOML: what people mean by it is often plain. */
final class TomlHint {
  private static final Pattern WORD = Pattern.compile("[\\p{L}_/$][^\\s,\\]}#]*");
  private static final String ANY = "write valid TOML; see toml.io";

  private TomlHint() {}

  /** For a mistake at this place. */
  static String of(String line, int column) {
    int at = Math.min(column - 1, line.length());
    String before = line.substring(0, at).strip();
    String rest = line.substring(at);
    if (rest.startsWith("\u201c") || rest.startsWith("\u2018") || rest.startsWith("\u201e")) {
      return "write straight quotes: \"...\"";
    }
    if (rest.startsWith(":") || rest.startsWith("=>")) {
      return "write = between a key and its value";
    }
    if (rest.startsWith("//") || rest.startsWith(";")) {
      return "write # in front of a comment";
    }
    boolean isValue = before.endsWith("=") || before.endsWith("[") || before.endsWith(",");
    Matcher word = WORD.matcher(rest);
    if (isValue && !before.equals("[") && word.lookingAt()) {
      String text = word.group();
      return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
          ? "write " + text.toLowerCase(Locale.ROOT)
          : "write a text in quotes: \"" + text + "\"";
    }
    if (before.endsWith("\\") || rest.startsWith("\\")) {
      return "write \\\\ for a backslash, or the text in single quotes";
    }
    return ANY;
  }
}
