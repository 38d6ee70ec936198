package jbuild.builder.distribution;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What pacman needs to know of a distribution.
 *
 * @param repositories of its mirrors
 * @param components the repositories that are taken when a recipe names none
 * @param signedDatabases whether lists of packages are refused that are not signed; packages are in
 *     any case
 * @param keyring whose keys are believed when enough of the profile's have signed them, if there is
 *     one
 * @param mirrorlist in the image: the file that says where packages come from
 */
public record PacmanFacts(
    List<PackageRepository> repositories,
    List<String> components,
    boolean signedDatabases,
    Optional<KeyringPackage> keyring,
    String mirrorlist)
    implements ToolFacts {
  private static final Pattern PACKAGE = Pattern.compile(".+\\.pkg\\.tar(\\.(zst|xz|gz|bz2|lz4))?");

  public PacmanFacts {
    repositories = List.copyOf(repositories);
    components = List.copyOf(components);
    Objects.requireNonNull(keyring);
    Objects.requireNonNull(mirrorlist);
    List<String> names = repositories.stream().map(PackageRepository::name).toList();
    if (components.isEmpty() || !names.containsAll(components)) {
      throw new IllegalArgumentException("unknown or no repository among " + components);
    }
  }

  /**
   * The keys of those who make packages, which change more often than a profile.
   *
   * @param name of its files, for example {@code archlinux}
   * @param packageName what brings them
   */
  public record KeyringPackage(String name, String packageName) {
    public KeyringPackage {
      Objects.requireNonNull(name);
      Objects.requireNonNull(packageName);
    }
  }

  @Override
  public List<String> knownComponents() {
    return repositories.stream().map(PackageRepository::name).toList();
  }

  @Override
  public List<String> repositoryNames() {
    return knownComponents();
  }

  /** See pacman.conf(5); local is what libalpm calls its list of what is installed. */
  @Override
  public List<String> takenNames() {
    return List.of("options", "local");
  }

  @Override
  public String packageEnding() {
    return ".pkg.tar.zst";
  }

  /** makepkg(8) can compress them in other ways, or not at all. */
  @Override
  public boolean isPackage(String name) {
    return PACKAGE.matcher(name).matches();
  }

  @Override
  public List<String> mirrorNames() {
    return repositories.stream().map(PackageRepository::mirror).distinct().toList();
  }

  @Override
  public List<String> releaseNames() {
    return repositories.stream()
        .flatMap(repository -> Stream.of(repository.releases()))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }
}
