package jbuild.builder.distribution;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import jbuild.builder.repository.PinnedKey;
import jbuild.builder.repository.TrustedKeys;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

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

  /** Where it is for pacman, with what stands for parts of its address; see pacman.conf(5). */
  public URI addressFor(String architecture) {
    return URI.create(address.toString().replace("$repo", name).replace("$arch", architecture));
  }

  /** The key as a text; one that does not count any more ends the build. */
  public String validKey() {
    return TrustedKeys.of(List.of(key), Clock.systemUTC()).armoredIfValid().values().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.NETWORK,
                    "cannot trust the repository " + name,
                    "its key has expired or was revoked",
                    "get a newer key from those who made the repository"));
  }

  /**
   * Whether its index has to be signed, and not only each package, for tools that leave the choice:
   * it could be changed on its way.
   */
  public boolean needsSignedIndex() {
    return "http".equals(address.getScheme());
  }
}
