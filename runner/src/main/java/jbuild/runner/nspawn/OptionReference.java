package jbuild.runner.nspawn;

import java.util.function.Function;

/** The table of all options, for readers. */
public final class OptionReference {
  private OptionReference() {}

  /**
   * In Markdown.
   *
   * @param comparison what the option is held against
   */
  public static String table(Function<Option, String> comparison) {
    StringBuilder text =
        new StringBuilder(
            """
            | option | value | key in .nspawn files | meaning | done | compared with |
            |---|---|---|---|---|---|
            """);
    for (Option option : Options.all()) {
      String meaning = option.isOldSpelling() ? "(old spelling)" : option.help();
      text.append("| ")
          .append(names(option))
          .append(" | ")
          .append(value(option))
          .append(" | ")
          .append(key(option.key()))
          .append(" | ")
          .append(escaped(meaning))
          .append(" | ")
          .append(Later.done(option))
          .append(" | ")
          .append(comparison.apply(option))
          .append(" |\n");
    }
    return text.toString();
  }

  private static String names(Option option) {
    String shown = "`" + option.shown() + "`";
    boolean both = option.hasLetter() && !option.name().isEmpty();
    return both ? "`-" + option.letter() + "` " + shown : shown;
  }

  private static String value(Option option) {
    return switch (option.argument()) {
      case NONE -> "";
      case REQUIRED -> "`" + escaped(option.placeholder()) + "`";
      case OPTIONAL, NAME -> "`[" + escaped(option.placeholder()) + "]`";
    };
  }

  private static String key(Key key) {
    return key.exists()
        ? "[" + key.section() + "] " + key.name() + "=" + (key.safe() ? "" : " (trusted)")
        : "";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
