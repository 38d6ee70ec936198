package jbuild.cli.store;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * An option of a command line.
 *
 * @param letter a space when it has none
 * @param name empty when it has a letter only
 * @param label of its value; empty when it has none
 * @param fixed what it says where it has no value of its own
 */
public record Option(
    char letter, String name, String label, Setting setting, String fixed, String description) {
  static Option flag(char letter, String name, Setting setting, String description) {
    return new Option(letter, name, "", setting, "yes", description);
  }

  static Option fixed(char letter, Setting setting, String value, String description) {
    return new Option(letter, "", "", setting, value, description);
  }

  static Option value(char letter, String name, String label, Setting setting, String description) {
    return new Option(letter, name, label, setting, "", description);
  }

  public boolean hasValue() {
    return !label.isEmpty();
  }

  /** As it is typed, the shorter form first. */
  public String[] names() {
    Optional<String> shorter = Optional.of("-" + letter).filter(text -> letter != ' ');
    Optional<String> longer = Optional.of("--" + name).filter(text -> !name.isEmpty());
    return Stream.concat(shorter.stream(), longer.stream()).toArray(String[]::new);
  }
}
