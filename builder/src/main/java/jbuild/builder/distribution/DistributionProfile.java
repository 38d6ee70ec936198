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
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * What jbuild knows of a distribution. A profile that exists is complete.
 *
 * @param name as recipes spell it
 * @param architectures as the distribution spells them
 * @param mirrors the official ones, by the names that its repositories use
 * @param snapshots what it was at some time
 * @param releases newest first
 * @param packages what images get without being asked
 * @param fixes for containers
 * @param keys may sign its releases and packages
 * @param facts for its package tool
 */
public record DistributionProfile(
    String name,
    List<String> architectures,
    Map<String, URI> mirrors,
    Snapshots snapshots,
    List<Release> releases,
    PackageSets packages,
    List<ContainerFix> fixes,
    List<PinnedKey> keys,
    ToolFacts facts) {
  public DistributionProfile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(snapshots);
    Objects.requireNonNull(packages);
    Objects.requireNonNull(facts);
    architectures = List.copyOf(architectures);
    mirrors = Collections.unmodifiableMap(new LinkedHashMap<>(mirrors));
    releases = List.copyOf(releases);
    fixes = List.copyOf(fixes);
    keys = List.copyOf(keys);
    requireAll("mirror", facts.mirrorNames(), List.copyOf(mirrors.keySet()));
    requireAll("mirror", snapshots.names(), List.copyOf(mirrors.keySet()));
    List<String> releaseNames = releases.stream().map(Release::name).toList();
    requireAll("release", facts.releaseNames(), releaseNames);
    fixes.forEach(fix -> requireAll("release", fix.releases(), releaseNames));
    List<String> keyNames = keys.stream().map(PinnedKey::name).toList();
    releases.forEach(release -> requireAll("key", release.keys(), keyNames));
  }

  private static void requireAll(String kind, List<String> wanted, List<String> known) {
    wanted.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("there is no " + kind + " '" + name + "'");
            });
  }

  /**
   * Whether its releases say until when they count, and have a mirror of their own for security:
   * those of the Debian family do.
   */
  public boolean mayExpire() {
    return facts instanceof DebianFacts;
  }

  /** By its name, an alias or its version. */
  public Optional<Release> release(String nameOrAlias) {
    return releases.stream().filter(release -> release.isCalled(nameOrAlias)).findFirst();
  }

  /** The official mirror for a release. */
  public URI mirror(Release release, String called) {
    return Optional.ofNullable(release.mirrors().get(called)).orElseGet(() -> mirrors.get(called));
  }

  /** The packages with which firmware starts a disk; a failure where they are not known. */
  public BootPackages bootPackages() {
    return packages
        .disk()
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.WRONG_USAGE,
                    "cannot make a disk that starts by itself",
                    "the profile of " + name + " does not say which kernel to install",
                    "leave disk.boot out, or add disk to the profile"));
  }

  /** What keeps a release from working as a container. */
  public List<ContainerFix> fixes(Release release) {
    return fixes.stream().filter(fix -> fix.isFor(release)).toList();
  }

  /** Those that may sign a release. */
  public List<PinnedKey> keys(Release release) {
    return keys.stream()
        .filter(key -> release.keys().isEmpty() || release.keys().contains(key.name()))
        .toList();
  }

  /**
   * Parts of the archive that are taken when a recipe names none; none where there are no parts.
   */
  public List<String> components() {
    return facts.components();
  }

  /** All parts that the archive has. */
  public List<String> knownComponents() {
    return facts.knownComponents();
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
