package jbuild.builder.distribution.pacman;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.PackageRepository;
import jbuild.builder.distribution.PacmanFacts;
import jbuild.builder.distribution.Release;
import jbuild.builder.repository.Mirrors;

/**
 * What a system of the Arch family is to be made of.
 *
 * @param architecture as the distribution calls it
 * @param mirror in place of the distribution's own
 * @param borrowed a mirror for this build alone, where no other was chosen
 * @param components the repositories, by name; the first wins where several have a package
 * @param install on top of the base system
 * @param remove again at the end
 * @param documentation whether manuals are unpacked
 */
public record PacmanPackages(
    DistributionProfile profile,
    Release release,
    String architecture,
    Optional<URI> mirror,
    Optional<URI> borrowed,
    List<String> components,
    List<String> install,
    List<String> remove,
    boolean documentation) {
  /** With no mirror that is for the build alone, and with manuals. */
  public PacmanPackages(
      DistributionProfile profile,
      Release release,
      String architecture,
      Optional<URI> mirror,
      List<String> components,
      List<String> install,
      List<String> remove) {
    this(
        profile,
        release,
        architecture,
        mirror,
        Optional.empty(),
        components,
        install,
        remove,
        true);
  }

  public PacmanPackages {
    if (!(profile.facts() instanceof PacmanFacts)) {
      throw new IllegalArgumentException(profile.name() + " is not of the family");
    }
    Objects.requireNonNull(release);
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(mirror);
    Objects.requireNonNull(borrowed);
    components = List.copyOf(components);
    install = List.copyOf(install);
    remove = List.copyOf(remove);
  }

  /** The same without anything on top of the base system. */
  PacmanPackages bare() {
    return new PacmanPackages(
        profile,
        release,
        architecture,
        mirror,
        borrowed,
        components,
        List.of(),
        List.of(),
        documentation);
  }

  /** What only pacman needs to know. */
  PacmanFacts facts() {
    return (PacmanFacts) profile.facts();
  }

  /** The least that is a system. */
  List<String> base() {
    return release.having(profile.packages().base());
  }

  /** In the order of the components. */
  List<PackageRepository> repositories() {
    return components.stream()
        .flatMap(name -> facts().repositories().stream().filter(known -> known.name().equals(name)))
        .filter(repository -> repository.isOf(release))
        .toList();
  }

  /** The mirror that packages of a repository come from. */
  URI mirrorOf(PackageRepository repository) {
    return asked().orElseGet(() -> profile.mirror(release, repository.mirror()));
  }

  private Optional<URI> asked() {
    return mirror.or(() -> borrowed);
  }

  /** The mirror that the finished system uses: what only this host can reach is none for it. */
  URI lastingMirrorOf(PackageRepository repository) {
    return mirror
        .filter(Mirrors::isForAll)
        .orElseGet(() -> profile.mirror(release, repository.mirror()));
  }

  /** The directory of this host that has the packages, where that is the mirror. */
  Optional<String> directory() {
    return asked().filter(address -> "file".equals(address.getScheme())).map(URI::getPath);
  }
}
