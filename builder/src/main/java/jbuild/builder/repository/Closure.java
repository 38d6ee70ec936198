package jbuild.builder.repository;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Packages, and all that they depend on. Versions and conflicts do not count: within one suite the
 * distribution sees to them, and the package tools check them again.
 */
public final class Closure {
  private final Suite suite;
  private final Set<String> refused;
  private final Map<String, PackageEntry> chosen = new LinkedHashMap<>();

  /**
   * In a suite.
   *
   * @param refused packages that are never chosen, whoever wants them
   */
  public Closure(Suite suite, Set<String> refused) {
    this.suite = suite;
    this.refused = Set.copyOf(refused);
  }

  /** Adds packages that the suite has, and what they need. */
  public Closure add(Collection<String> names) {
    Deque<String> wanted = new ArrayDeque<>(names);
    // Names that were asked for by name win where a dependency leaves a choice.
    names.forEach(name -> choose(name));
    while (!wanted.isEmpty()) {
      PackageEntry entry = chosen.get(wanted.remove());
      if (entry == null) {
        continue;
      }
      for (List<List<String>> dependencies : List.of(entry.preDepends(), entry.depends())) {
        for (List<String> alternatives : dependencies) {
          satisfy(alternatives).filter(this::choose).ifPresent(wanted::add);
        }
      }
    }
    return this;
  }

  /** By name, in the order in which they were chosen. */
  public Map<String, PackageEntry> packages() {
    return Collections.unmodifiableMap(chosen);
  }

  /** Whether it was not chosen before. */
  private boolean choose(String name) {
    if (chosen.containsKey(name) || refused.contains(name)) {
      return false;
    }
    suite.find(name).ifPresent(entry -> chosen.put(name, entry));
    return chosen.containsKey(name);
  }

  private Optional<String> satisfy(List<String> alternatives) {
    for (String name : alternatives) {
      if (chosen.containsKey(name)
          || suite.providers(name).stream().anyMatch(chosen::containsKey)) {
        return Optional.empty();
      }
    }
    for (String name : alternatives) {
      if (!refused.contains(name) && suite.find(name).isPresent()) {
        return Optional.of(name);
      }
      Optional<String> provider =
          suite.providers(name).stream().filter(other -> !refused.contains(other)).findFirst();
      if (provider.isPresent()) {
        return provider;
      }
    }
    return Optional.empty();
  }
}
