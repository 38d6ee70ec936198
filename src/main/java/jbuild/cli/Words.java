package jbuild.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What the user typed.
 *
 * @param own the words that are for jbuild
 * @param payload what follows the first {@code --} where a machine is started: init's or a
 *     command's, whatever it looks like
 */
record Words(List<String> own, List<String> payload) {
  private static final Set<String> MACHINE_OPTIONS_WITHOUT_VALUE =
      Set.of("--volatile", "--private-users", "--private-users-chown");

  Words {
    own = List.copyOf(own);
    payload = List.copyOf(payload);
  }

  static Words of(String... words) {
    List<String> all = List.of(words);
    int end = all.indexOf("--");
    List<String> before = end < 0 ? all : all.subList(0, end);
    if (Collections.disjoint(before, Starters.VERBS)) {
      return new Words(all, List.of());
    }
    List<String> after = end < 0 ? List.of() : all.subList(end + 1, all.size());
    return new Words(withValues(before), after);
  }

  /** Options that can do without a value would take the next word for it. */
  private static List<String> withValues(List<String> words) {
    List<String> complete = new ArrayList<>(words.size());
    for (String word : words) {
      boolean alone = MACHINE_OPTIONS_WITHOUT_VALUE.contains(word);
      complete.add(alone ? word + "=" + MachineOptions.OWN_VALUE : word);
    }
    return complete;
  }
}
