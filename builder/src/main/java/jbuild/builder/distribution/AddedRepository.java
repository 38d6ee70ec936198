package jbuild.builder.distribution;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import jbuild.builder.repository.PinnedKey;

/**
 * A repository that a recipe adds to those of its distribution.
 *
 * @param name tells it from the others
 * @param suites of it, in the Debian family
 * @param components of each suite
 * @param key the only one that may sign it
 * @param kept whether the finished system uses it too
 */
public record AddedRepository(
    String name,
    URI address,
    List<String> suites,
    List<String> components,
    PinnedKey key,
    boolean kept) {
  public AddedRepository {
    Objects.requireNonNull(name);
    Objects.requireNonNull(address);
    suites = List.copyOf(suites);
    components = List.copyOf(components);
    Objects.requireNonNull(key);
  }
}
