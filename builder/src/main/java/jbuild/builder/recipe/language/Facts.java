package jbuild.builder.recipe.language;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What conditions are held against.
 *
 * @param words by the fact's name, all words that are right for it; none when it is not known
 */
record Facts(Map<String, Set<String>> words) {
  static final String DISTRIBUTION = "distribution";
  static final String RELEASE = "release";
  static final String ARCHITECTURE = "architecture";

  Facts {
    words = Map.copyOf(words);
  }

  static Facts of(
      Optional<String> distribution,
      Optional<String> release,
      Optional<String> architecture,
      World world) {
    Map<String, Set<String>> words = new LinkedHashMap<>();
    distribution.ifPresent(name -> words.put(DISTRIBUTION, Set.of(name)));
    if (distribution.isPresent() && release.isPresent()) {
      words.put(RELEASE, world.release(distribution.get(), release.get()));
    }
    words.put(ARCHITECTURE, world.architecture(architecture));
    return new Facts(words);
  }

  boolean has(String fact, String word) {
    return words.getOrDefault(fact, Set.of()).contains(word);
  }
}
