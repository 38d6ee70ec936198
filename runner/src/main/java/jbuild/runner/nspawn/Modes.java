package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values that are one of a few words. */
final class Modes {
  private Modes() {}

  /** The word for a constant: {@code COPY_HOST} is copy-host. */
  static String word(Enum<?> mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> List<String> words(E[] modes) {
    List<String> words = new ArrayList<>();
    for (E mode : modes) {
      words.add(word(mode));
    }
    return words;
  }

  /** As they are written in Java. */
  static <E extends Enum<E>> List<String> names(E[] modes) {
    List<String> names = new ArrayList<>();
    for (E mode : modes) {
      names.add(mode.name());
    }
    return names;
  }

  static <E extends Enum<E>> E of(String option, String text, E[] modes) {
    for (E mode : modes) {
      if (word(mode).equals(text)) {
        return mode;
      }
    }
    throw BadValue.of(
        option, text, "there is no such mode", "write one of " + String.join(", ", words(modes)));
  }

  /** As {@link #of}, but booleans are modes too. */
  static <E extends Enum<E>> E orTruth(String option, String text, E[] modes, E yes, E no) {
    return Truth.find(text).map(truth -> truth ? yes : no).orElseGet(() -> of(option, text, modes));
  }
}
