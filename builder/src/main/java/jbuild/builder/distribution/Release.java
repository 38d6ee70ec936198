package jbuild.builder.distribution;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One release of a distribution.
 *
 * @param name as the mirrors spell it, for example {@code trixie}
 * @param version as people count it; the newest that never ends has none
 * @param aliases other names that users may write, for example {@code stable}
 * @param loader the package with programs for firmware, where it is another than in other releases
 * @param mirrors in place of the distribution's, as releases have them that were archived
 * @param keys names of those that sign it; none where all keys of the distribution may
 * @param without packages of the profile that it does not have
 */
public record Release(
    String name,
    Optional<String> version,
    List<String> aliases,
    Optional<String> loader,
    Map<String, URI> mirrors,
    List<String> keys,
    List<String> without) {
  public Release {
    Objects.requireNonNull(name);
    Objects.requireNonNull(version);
    Objects.requireNonNull(loader);
    aliases = List.copyOf(aliases);
    mirrors = Collections.unmodifiableMap(new LinkedHashMap<>(mirrors));
    keys = List.copyOf(keys);
    without = List.copyOf(without);
  }

  /** Those of the profile's packages that it has. */
  public List<String> having(List<String> packages) {
    return packages.stream().filter(name -> !without.contains(name)).toList();
  }

  boolean isCalled(String word) {
    return name.equals(word)
        || aliases.contains(word)
        || version.filter(number -> number.equals(word)).isPresent();
  }
}
