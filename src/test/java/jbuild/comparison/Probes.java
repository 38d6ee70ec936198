package jbuild.comparison;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jbuild.tools.Finished;

/**
 * What has become of the attempts of a payload that means harm.
 *
 * @param outcomes by the name of the probe: the outcome, and why
 */
record Probes(Map<String, String> outcomes) {
  static Probes in(Finished payload) {
    Map<String, String> outcomes = new TreeMap<>();
    for (String line : payload.output().replace("\r", "").split("\n")) {
      String[] words = line.split(" ", 2);
      if (words.length < 2
          || !words[1].matches("(allowed|denied|absent)( .*)?")
          || outcomes.put(words[0], words[1]) != null) {
        throw new AssertionError("no outcome of a probe: " + line + "\n" + payload.errors());
      }
    }
    return new Probes(outcomes);
  }

  Set<String> allowed() {
    return thoseThatAre("allowed");
  }

  Set<String> denied() {
    return thoseThatAre("denied");
  }

  private Set<String> thoseThatAre(String outcome) {
    Set<String> names = new TreeSet<>();
    outcomes.forEach(
        (name, what) -> {
          if (what.startsWith(outcome)) {
            names.add(name);
          }
        });
    return names;
  }
}
