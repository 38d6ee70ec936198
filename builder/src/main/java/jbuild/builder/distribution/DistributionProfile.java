package jbuild.builder.distribution;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.repository.PinnedKey;

/**
 * What jbuild knows of a distribution. A profile that exists is complete.
 *
 * @param name as recipes spell it
 * @param tool the package tool that makes the base system
 * @param architectures as the distribution spells them
 * @param components taken when a recipe names none
 * @param knownComponents all that there are
 * @param mirrors the official ones, by the name that suites use
 * @param releases newest first
 * @param bootable the packages that a machine needs to boot to a login
 * @param disk the packages that a disk needs to start by itself
 * @param bootstrapScript the tool's script for a release that the tool does not know
 * @param keyring in the image: what its package tool verifies with
 * @param keyringPackage the package that brings the keyring
 * @param sources in the image: the file that says where packages come from
 * @param keys may sign its releases
 */
public record DistributionProfile(
    String name,
    String tool,
    List<String> architectures,
    List<String> components,
    List<String> knownComponents,
    Map<String, URI> mirrors,
    List<Release> releases,
    List<String> bootable,
    BootPackages disk,
    String bootstrapScript,
    String keyring,
    String keyringPackage,
    String sources,
    List<PinnedKey> keys) {
  public DistributionProfile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(tool);
    Objects.requireNonNull(disk);
    Objects.requireNonNull(bootstrapScript);
    Objects.requireNonNull(keyringPackage);
    architectures = List.copyOf(architectures);
    components = List.copyOf(components);
    knownComponents = List.copyOf(knownComponents);
    mirrors = Collections.unmodifiableMap(new LinkedHashMap<>(mirrors));
    releases = List.copyOf(releases);
    bootable = List.copyOf(bootable);
    keys = List.copyOf(keys);
    if (!knownComponents.containsAll(components)) {
      throw new IllegalArgumentException("unknown component among " + components);
    }
    for (Release release : releases) {
      for (Release.Suite suite : release.suites()) {
        if (!mirrors.containsKey(suite.archive())) {
          throw new IllegalArgumentException(suite.name() + " has no mirror " + suite.archive());
        }
      }
    }
  }

  /** By its name, an alias or its version. */
  public Optional<Release> release(String nameOrAlias) {
    return releases.stream().filter(release -> release.isCalled(nameOrAlias)).findFirst();
  }

  /** Where the packages of a release are, the base first. */
  public List<Release.Suite> suites(String release) {
    return release(release).orElseThrow().suites();
  }

  /** The names of the releases, newest first. */
  public List<String> releaseNames() {
    return releases.stream().map(Release::name).toList();
  }

  /** Every word that names a release: names, aliases and versions; for spelling suggestions. */
  public List<String> releaseWords() {
    return releases.stream()
        .flatMap(
            release ->
                Stream.of(
                        List.of(release.name()),
                        release.aliases(),
                        release.version().stream().toList())
                    .flatMap(List::stream))
        .toList();
  }
}
