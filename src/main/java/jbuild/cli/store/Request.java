package jbuild.cli.store;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * What a verb is asked for, whatever the command line looked like.
 *
 * @param words without the verb
 * @param settings the values of each option that was given, in their order
 * @param original whether the answer is read by those who know machinectl's or importctl's
 */
public record Request(
    List<String> words,
    Map<Setting, List<String>> settings,
    boolean original,
    PrintWriter out,
    PrintWriter err) {
  public Request {
    words = List.copyOf(words);
    settings = settings.isEmpty() ? Map.of() : new EnumMap<>(settings);
  }

  boolean has(Setting setting) {
    return settings.containsKey(setting);
  }

  List<String> all(Setting setting) {
    return settings.getOrDefault(setting, List.of());
  }

  /** The last one counts, as with getopt. */
  Optional<String> last(Setting setting) {
    List<String> values = all(setting);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** A word that need not be there; the originals take a dash for none. */
  Optional<String> word(int index) {
    return index < words.size()
        ? Optional.of(words.get(index)).filter(word -> !word.isEmpty() && !word.equals("-"))
        : Optional.empty();
  }

  /** A line for people who are told more than the originals say. */
  void tell(String line) {
    if (!original && !has(Setting.QUIET)) {
      err.println(Shown.text(line));
    }
  }

  /**
   * Refuses options that would do nothing here: whoever gives one relies on it.
   *
   * @param reason what they are for
   */
  void refuse(String what, String reason, Setting... useless) {
    for (Setting setting : useless) {
      if (has(setting)) {
        String option = "--" + setting.name().toLowerCase(Locale.ROOT).replace('_', '-');
        throw wrong(what, option + " " + reason, "leave out " + option);
      }
    }
  }

  /** A mistake in the words, as this command line's program has it. */
  Failure wrong(String what, String why, String fix) {
    return original ? new Wrong(why) : new Failure(ExitStatus.WRONG_USAGE, what, why, fix);
  }
}
