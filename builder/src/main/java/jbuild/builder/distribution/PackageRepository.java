package jbuild.builder.distribution;

import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * A directory of packages on a mirror, for tools that know no suites.
 *
 * @param name as the package tool calls it, for example {@code updates}
 * @param mirror which of the distribution's mirrors has it
 * @param path below the mirror; {@code {release}}, {@code {architecture}} and {@code {name}} stand
 *     for what they say
 * @param releases those that have it; none where all have
 * @param signedMetadata whether the index itself is signed, and not only each package
 */
public record PackageRepository(
    String name, String mirror, String path, List<String> releases, boolean signedMetadata) {
  public PackageRepository {
    Objects.requireNonNull(name);
    Objects.requireNonNull(mirror);
    Objects.requireNonNull(path);
    releases = List.copyOf(releases);
  }

  public boolean isOf(Release release) {
    return releases.isEmpty() || releases.contains(release.name());
  }

  /** Where it is. */
  public URI address(URI base, Release release, String architecture) {
    String root = base.toString();
    String below = filled(release, architecture);
    return URI.create(root.endsWith("/") ? root + below : root + "/" + below);
  }

  /** The path, complete. */
  public String filled(Release release, String architecture) {
    return path.replace("{release}", release.name())
        .replace("{architecture}", architecture)
        .replace("{name}", name);
  }
}
