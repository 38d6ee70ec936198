package jbuild.builder.distribution.rpm;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.Release;
import jbuild.builder.distribution.RpmFacts;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.repository.Mirrors;
import jbuild.builder.repository.PinnedKey;
import jbuild.builder.repository.TrustedKeys;

/**
 * What a system of the rpm family is to be made of.
 *
 * @param facts of the profile
 * @param architecture as the distribution calls it
 * @param mirror in place of the distribution's own
 * @param borrowed a mirror for this build alone, where no other was chosen
 * @param base the least that is a system
 * @param install on top of it
 * @param remove again at the end
 * @param extent how much of the packages is wanted
 * @param additions what the recipe brings itself; its files are to be among the packages too
 */
public record RpmSystem(
    DistributionProfile profile,
    RpmFacts facts,
    Release release,
    String architecture,
    Optional<URI> mirror,
    Optional<URI> borrowed,
    List<String> base,
    List<String> install,
    List<String> remove,
    Extent extent,
    Additions additions) {
  /**
   * How much of the packages is wanted.
   *
   * @param recommended whether packages that others recommend are installed too
   * @param documentation whether manuals and the like come with the packages
   */
  public record Extent(boolean recommended, boolean documentation) {
    /** What a distribution would leave out of its own small images as well. */
    public static final Extent USUAL = new Extent(false, true);
  }

  /** With no mirror that is for the build alone, and nothing but what the distribution has. */
  public RpmSystem(
      DistributionProfile profile,
      RpmFacts facts,
      Release release,
      String architecture,
      Optional<URI> mirror,
      List<String> base,
      List<String> install,
      List<String> remove,
      Extent extent) {
    this(
        profile,
        facts,
        release,
        architecture,
        mirror,
        Optional.empty(),
        base,
        install,
        remove,
        extent,
        Additions.NONE);
  }

  public RpmSystem {
    Objects.requireNonNull(profile);
    Objects.requireNonNull(facts);
    Objects.requireNonNull(release);
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(mirror);
    Objects.requireNonNull(borrowed);
    Objects.requireNonNull(extent);
    Objects.requireNonNull(additions);
    base = List.copyOf(base);
    install = List.copyOf(install);
    remove = List.copyOf(remove);
    if (base.isEmpty()) {
      throw new IllegalArgumentException(profile.name() + " has no base packages");
    }
  }

  /** Those that may sign the distribution's packages. */
  TrustedKeys trustedKeys() {
    return TrustedKeys.of(profile.keys(release), Clock.systemUTC());
  }

  /** Those that may sign what a repository has. */
  TrustedKeys trustedKeys(RpmRepository repository) {
    return repository
        .added()
        .map(from -> TrustedKeys.of(List.of(from.key()), Clock.systemUTC()))
        .orElseGet(this::trustedKeys);
  }

  /** Those that may sign any of the packages. */
  TrustedKeys allKeys() {
    List<PinnedKey> keys = new ArrayList<>(profile.keys(release));
    additions.repositories().forEach(from -> keys.add(from.key()));
    return TrustedKeys.of(keys, Clock.systemUTC());
  }

  /** For people. */
  public String name() {
    return profile.name() + " " + release.name();
  }

  /** Where its packages come from, in the order of the profile, and then of the recipe. */
  public List<RpmRepository> repositories() {
    List<RpmRepository> all = new ArrayList<>(repositories(mirror.or(() -> borrowed)));
    additions.repositories().forEach(from -> all.add(RpmRepository.of(from)));
    return List.copyOf(all);
  }

  /** Those of the recipe that the finished system uses too. */
  List<RpmRepository> keptRepositories() {
    return additions.repositories().stream()
        .filter(AddedRepository::kept)
        .map(RpmRepository::of)
        .toList();
  }

  /** The fingerprints of keys that the finished system is not to believe. */
  List<String> passingKeys() {
    List<String> staying = new ArrayList<>();
    profile.keys(release).forEach(key -> staying.add(key.fingerprint()));
    additions.repositories().stream()
        .filter(AddedRepository::kept)
        .forEach(from -> staying.add(from.key().fingerprint()));
    return additions.repositories().stream()
        .map(from -> from.key().fingerprint())
        .filter(key -> !staying.contains(key))
        .distinct()
        .toList();
  }

  /** The mirror of the recipe, unless only this host can use it. */
  Optional<URI> publicMirror() {
    return mirror.filter(Mirrors::isForAll);
  }

  /** Where the finished system gets its packages. */
  List<RpmRepository> publicRepositories() {
    return repositories(publicMirror());
  }

  private List<RpmRepository> repositories(Optional<URI> chosen) {
    return facts.repositories().stream()
        .filter(repository -> repository.isOf(release))
        .map(
            repository -> {
              URI root = chosen.orElseGet(() -> profile.mirror(release, repository.mirror()));
              URI address = repository.address(root, release, architecture);
              return new RpmRepository(repository.name(), address, repository.signedMetadata());
            })
        .toList();
  }

  /** Whether it is for other machines than this one. */
  public boolean isForeign() {
    return !HostArchitecture.current().names().contains(architecture);
  }
}
