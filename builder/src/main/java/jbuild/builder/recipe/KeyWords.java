package jbuild.builder.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfiles;

/** Words that people may be about to write, for shells that complete them. */
public record KeyWords(DistributionProfiles profiles) {
  /** The keys that a command line can set, each with the words that it can be; often none. */
  public Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (Key<?> key : Key.all()) {
      if (!key.table().repeated() && !key.table().isFree()) {
        keys.put(key.path(), words(key));
      }
    }
    return keys;
  }

  private List<String> words(Key<?> key) {
    if (key.equals(Key.DISTRIBUTION)) {
      return List.copyOf(profiles.names());
    }
    if (key.equals(Key.RELEASE)) {
      return List.copyOf(new RecipeWorld(profiles).releases());
    }
    return key.type().form().choices();
  }

  /** The distributions, each with the words that name its releases. */
  public Map<String, List<String>> releases() {
    Map<String, List<String>> releases = new LinkedHashMap<>();
    profiles
        .names()
        .forEach(name -> releases.put(name, profiles.find(name).orElseThrow().releaseWords()));
    return releases;
  }
}
