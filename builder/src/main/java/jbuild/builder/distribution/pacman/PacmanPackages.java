package jbuild.builder.distribution.pacman;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.distribution.Additions;
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
 * @param additions what the recipe brings itself
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
    boolean documentation,
    Additions additions) {
  public PacmanPackages {
    if (!(profile.facts() instanceof PacmanFacts)) {
      throw new IllegalArgumentException(profile.name() + " is not of the family");
    }
    Objects.requireNonNull(release);
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(mirror);
    Objects.requireNonNull(borrowed);
    Objects.requireNonNull(additions);
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
        documentation,
        new Additions(additions.repositories(), List.of()));
  }

  /** What only pacman needs to know. */
  PacmanFacts facts() {
    return (PacmanFacts) profile.facts();
  }

  /** The least that is a system. */
  List<String> base() {
    return release.having(profile.packages().base());
  }

  /** Both, each once. */
  List<String> all() {
    return Stream.concat(base().stream(), install.stream()).distinct().toList();
  }

  /** Where packages come from: those of the distribution, and then of the recipe. */
  List<PacmanRepository> sources() {
    Stream<PacmanRepository> own =
        repositories().stream()
            .map(
                repository ->
                    new PacmanRepository(
                        repository.name(),
                        mirrorOf(repository),
                        repository.filled(release, architecture),
                        facts().signedDatabases(),
                        false));
    Stream<PacmanRepository> added =
        additions.repositories().stream().map(from -> PacmanRepository.of(from, architecture));
    return Stream.concat(own, added).toList();
  }

  /** Whether all are on this host. */
  boolean isLocal() {
    return sources().stream().allMatch(source -> source.directory().isPresent());
  }

  /** In the order of the components. */
  List<PackageRepository> repositories() {
    return components.stream()
        .flatMap(name -> facts().repositories().stream().filter(known -> known.name().equals(name)))
        .filter(repository -> repository.isOf(release))
        .toList();
  }

  /** The mirror that packages of a repository come from. */
  private URI mirrorOf(PackageRepository repository) {
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
}
