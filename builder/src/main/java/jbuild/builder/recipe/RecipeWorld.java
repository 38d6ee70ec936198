package jbuild.builder.recipe;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.Release;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.recipe.language.World;

/** The words of the distributions that jbuild knows. */
record RecipeWorld(DistributionProfiles profiles) implements World {
  @Override
  public Set<String> distributions() {
    return new LinkedHashSet<>(profiles.names());
  }

  @Override
  public Set<String> releases() {
    Set<String> words = new LinkedHashSet<>();
    for (String name : profiles.names()) {
      words.addAll(profiles.find(name).orElseThrow().releaseWords());
    }
    return words;
  }

  @Override
  public Set<String> release(String distribution, String release) {
    Set<String> words = new LinkedHashSet<>(Set.of(release));
    Optional<Release> known =
        profiles.find(distribution).flatMap(profile -> profile.release(release));
    if (known.isPresent()) {
      words.add(known.get().name());
      words.addAll(known.get().aliases());
      known.get().version().ifPresent(words::add);
    }
    return words;
  }

  @Override
  public Set<String> architectures() {
    Set<String> words = new LinkedHashSet<>();
    for (String name : profiles.names()) {
      for (String machine : profiles.find(name).orElseThrow().architectures()) {
        words.addAll(HostArchitecture.called(machine).names());
        words.add(machine);
      }
    }
    return words;
  }

  @Override
  public Set<String> architecture(Optional<String> architecture) {
    HostArchitecture machine =
        architecture.map(HostArchitecture::called).orElseGet(HostArchitecture::current);
    return new LinkedHashSet<>(machine.names());
  }
}
