package jbuild.runner.nspawn;

import java.util.List;

/**
 * An option of systemd-nspawn(1).
 *
 * @param name without dashes; empty when it has only a letter
 * @param letter {@link #NO_LETTER} when it has only a name
 * @param placeholder stands for the value in texts for people
 * @param group with what a settings file can override it
 * @param key in such a file
 * @param help one line; empty for old spellings, which no list shows
 */
public record Option(
    Section section,
    String name,
    char letter,
    Argument argument,
    String placeholder,
    Group group,
    Key key,
    String help) {
  public static final char NO_LETTER = 0;

  static Option flag(Section section, String name, char letter, Group group, Key key, String help) {
    return new Option(section, name, letter, Argument.NONE, "", group, key, help);
  }

  static Option flag(Section section, String name, Group group, Key key, String help) {
    return flag(section, name, NO_LETTER, group, key, help);
  }

  static Option value(
      Section section,
      String name,
      char letter,
      String placeholder,
      Group group,
      Key key,
      String help) {
    return new Option(section, name, letter, Argument.REQUIRED, placeholder, group, key, help);
  }

  static Option value(
      Section section, String name, String placeholder, Group group, Key key, String help) {
    return value(section, name, NO_LETTER, placeholder, group, key, help);
  }

  static Option optional(
      Section section, String name, String placeholder, Group group, Key key, String help) {
    return new Option(section, name, NO_LETTER, Argument.OPTIONAL, placeholder, group, key, help);
  }

  /** What messages call it: {@code --machine}, or {@code -U}. */
  public String shown() {
    return name.isEmpty() ? "-" + letter : "--" + name;
  }

  /** How it is written: by its letter, by its name, or by both. */
  public List<String> spellings() {
    if (!hasLetter()) {
      return List.of(shown());
    }
    return name.isEmpty() ? List.of("-" + letter) : List.of("-" + letter, shown());
  }

  public boolean hasLetter() {
    return letter != NO_LETTER;
  }

  /** Whether lists of options leave it out. */
  public boolean isOldSpelling() {
    return help.isEmpty();
  }
}
