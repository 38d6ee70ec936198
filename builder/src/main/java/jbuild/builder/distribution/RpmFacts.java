package jbuild.builder.distribution;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What all tools of the rpm family need to know of a distribution.
 *
 * @param tool that installs it
 * @param repositories of its mirrors
 * @param releasePackage provided by what says which release a system is, for example {@code
 *     system-release}
 * @param databases where systems keep the list of their packages, by the names of releases that do
 *     not have it in the usual place
 */
public record RpmFacts(
    Tool tool,
    List<PackageRepository> repositories,
    String releasePackage,
    Map<String, String> databases)
    implements ToolFacts {
  /** Those of the family. */
  public enum Tool {
    DNF,
    ZYPPER
  }

  private static final String USUAL = "/usr/lib/sysimage/rpm";

  public RpmFacts {
    Objects.requireNonNull(tool);
    repositories = List.copyOf(repositories);
    Objects.requireNonNull(releasePackage);
    databases = Map.copyOf(databases);
  }

  @Override
  public List<String> repositoryNames() {
    return repositories.stream().map(PackageRepository::name).toList();
  }

  /** A section of their settings. */
  @Override
  public List<String> takenNames() {
    return List.of("main");
  }

  @Override
  public String packageEnding() {
    return ".rpm";
  }

  @Override
  public boolean isPackage(String name) {
    return name.endsWith(packageEnding()) && !name.endsWith(".src.rpm");
  }

  @Override
  public List<String> mirrorNames() {
    return repositories.stream().map(PackageRepository::mirror).distinct().toList();
  }

  @Override
  public List<String> releaseNames() {
    Stream<String> having = repositories.stream().flatMap(one -> one.releases().stream());
    return Stream.concat(having, databases.keySet().stream()).distinct().toList();
  }

  /** The directory in a system of the release that has the list of its packages. */
  public String database(Release release) {
    return databases.getOrDefault(release.name(), USUAL);
  }
}
