package jbuild.builder.distribution;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One release of a distribution.
 *
 * @param name as the mirrors spell it, for example {@code trixie}
 * @param version as people count it; the newest that never ends has none
 * @param aliases other names that users may write, for example {@code stable}
 * @param suites where its packages are, the base first
 * @param loader the package with programs for firmware, where it is another than in other releases
 */
public record Release(
    String name,
    Optional<String> version,
    List<String> aliases,
    List<Suite> suites,
    Optional<String> loader) {

  /**
   * A part of a release on a mirror.
   *
   * @param archive which of the distribution's mirrors has it
   */
  public record Suite(String name, String archive) {
    public Suite {
      Objects.requireNonNull(name);
      Objects.requireNonNull(archive);
    }
  }

  public Release {
    Objects.requireNonNull(name);
    Objects.requireNonNull(version);
    Objects.requireNonNull(loader);
    aliases = List.copyOf(aliases);
    suites = List.copyOf(suites);
    if (suites.isEmpty()) {
      throw new IllegalArgumentException("a release needs a suite: " + name);
    }
  }

  boolean isCalled(String word) {
    return name.equals(word)
        || aliases.contains(word)
        || version.filter(number -> number.equals(word)).isPresent();
  }
}
