package jbuild.builder.distribution.debian;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.distribution.DebianFacts;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.Release;
import jbuild.builder.distribution.SuitePlace;
import jbuild.builder.repository.AptSources;

/**
 * Which mirror a suite comes from: the recipe's, else the host's own, else the official one.
 *
 * @param chosen the recipe's, by the names that the profile has for them
 * @param borrowed of the archive, where no other was chosen
 * @param host where the host's own apt gets packages from
 */
public record SuiteMirrors(
    DistributionProfile profile,
    Release release,
    Map<String, URI> chosen,
    Optional<URI> borrowed,
    AptSources host) {
  public SuiteMirrors {
    if (!(profile.facts() instanceof DebianFacts)) {
      throw new IllegalArgumentException(profile.name() + " is not of the family");
    }
    Objects.requireNonNull(release);
    Objects.requireNonNull(borrowed);
    Objects.requireNonNull(host);
    chosen = Map.copyOf(chosen);
  }

  /** On this host. */
  public static SuiteMirrors of(
      DistributionProfile profile,
      Release release,
      Map<String, URI> chosen,
      Optional<URI> borrowed) {
    AptSources host = AptSources.ofHost(Path.of("/"), profile.name());
    return new SuiteMirrors(profile, release, chosen, borrowed, host);
  }

  public URI of(SuitePlace suite) {
    return Optional.ofNullable(chosen.get(suite.archive()))
        .or(() -> borrowed.filter(any -> isBase(suite)))
        .or(() -> host.mirrorOf(suite.name()).filter(any -> !isArchived(suite)))
        .orElseGet(() -> profile.mirror(release, suite.archive()));
  }

  private boolean isBase(SuitePlace suite) {
    DebianFacts facts = (DebianFacts) profile.facts();
    return suite.archive().equals(facts.suites().get(release.name()).get(0).archive());
  }

  /** A mirror of the host has what it is up to date with, and no archived releases. */
  private boolean isArchived(SuitePlace suite) {
    return release.mirrors().containsKey(suite.archive());
  }
}
