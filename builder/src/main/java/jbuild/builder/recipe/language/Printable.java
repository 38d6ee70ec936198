package jbuild.builder.recipe.language;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shows what a recipe says to people: nothing in it may reach their terminal as a command. */
public final class Printable {
  private static final int LONGEST = 60;
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cntrl}\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029&&[^\t]]");

  private Printable() {}

  /** The text with a question mark for each character that is not to be seen; tabs stay. */
  public static String text(String text) {
    return UNSEEN.matcher(text).replaceAll("?");
  }

  /** A value much as the recipe has it, cut when long. */
  public static String value(Object value) {
    String text = text(write(value)).replace('\t', '?');
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  private static String write(Object value) {
    if (value instanceof String text) {
      // Cut before anything else is done with it: it may be a megabyte.
      String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
      return '"' + start.replace("\n", "\\n") + '"';
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .limit(LONGEST)
          .map(Printable::write)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> table) {
      return table.entrySet().stream()
          .limit(LONGEST)
          .map(entry -> entry.getKey() + " = " + write(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return String.valueOf(value);
  }
}
