package jbuild.builder.distribution.debian;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.DebianFacts;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.Release;
import jbuild.builder.distribution.SuitePlace;

/**
 * What a system of the Debian family is to be made of.
 *
 * @param architecture as the distribution calls it
 * @param mirrors in place of those that would be chosen, by the name that the profile has for them
 * @param borrowed a mirror of the archive for this build alone, where no other was chosen
 * @param components of the archive
 * @param install on top of the base system
 * @param remove again at the end
 * @param recommends whether packages that others recommend are installed too
 * @param mayBeExpired whether releases past their end are taken, as snapshots need it
 * @param initrdLater whether kernels come without an initrd, because one is made at the end
 * @param additions what the recipe brings itself
 */
public record DebianPackages(
    DistributionProfile profile,
    Release release,
    String architecture,
    Map<String, URI> mirrors,
    Optional<URI> borrowed,
    List<String> components,
    List<String> install,
    List<String> remove,
    boolean recommends,
    boolean mayBeExpired,
    boolean initrdLater,
    Additions additions) {
  /** With no mirror that is for the build alone, and nothing but what the distribution has. */
  public DebianPackages(
      DistributionProfile profile,
      Release release,
      String architecture,
      Map<String, URI> mirrors,
      List<String> components,
      List<String> install,
      List<String> remove,
      boolean recommends,
      boolean mayBeExpired,
      boolean initrdLater) {
    this(
        profile,
        release,
        architecture,
        mirrors,
        Optional.empty(),
        components,
        install,
        remove,
        recommends,
        mayBeExpired,
        initrdLater,
        Additions.NONE);
  }

  public DebianPackages {
    if (!(profile.facts() instanceof DebianFacts)) {
      throw new IllegalArgumentException(profile.name() + " is not of the family");
    }
    Objects.requireNonNull(release);
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(borrowed);
    Objects.requireNonNull(additions);
    mirrors = Map.copyOf(mirrors);
    components = List.copyOf(components);
    install = List.copyOf(install);
    remove = List.copyOf(remove);
    if (components.isEmpty()) {
      throw new IllegalArgumentException("an archive has at least one component");
    }
  }

  /** What only the tools of the family need to know. */
  DebianFacts facts() {
    return (DebianFacts) profile.facts();
  }

  /** The same without anything on top of the base system. */
  DebianPackages bare() {
    return new DebianPackages(
        profile,
        release,
        architecture,
        mirrors,
        components,
        List.of(),
        List.of(),
        false,
        mayBeExpired,
        false);
  }

  /** Where the packages of the release are, the base first. */
  List<SuitePlace> suites() {
    return facts().suites().get(release.name());
  }

  /** The suites of repositories that the recipe brings. */
  Map<SuitePlace, AddedRepository> addedSuites() {
    Map<SuitePlace, AddedRepository> suites = new LinkedHashMap<>();
    for (AddedRepository repository : additions.repositories()) {
      for (String name : repository.suites()) {
        suites.put(new SuitePlace(name, "added-" + repository.name()), repository);
      }
    }
    return suites;
  }
}
