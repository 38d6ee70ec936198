package jbuild.cli;

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
  private static final Set<String> STARTING = Set.of("boot", "run");

  Words {
    own = List.copyOf(own);
    payload = List.copyOf(payload);
  }

  static Words of(String... words) {
    List<String> all = List.of(words);
    int end = all.indexOf("--");
    if (end < 0 || all.subList(0, end).stream().noneMatch(STARTING::contains)) {
      return new Words(all, List.of());
    }
    return new Words(all.subList(0, end), all.subList(end + 1, all.size()));
  }
}
