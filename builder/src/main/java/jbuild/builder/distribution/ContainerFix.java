package jbuild.builder.distribution;

import java.util.List;
import java.util.Objects;

/**
 * A line of a file in the image that keeps its system from working as a container, and is taken
 * out.
 *
 * @param name as recipes and manifests call it
 * @param why the line is in the way, for people
 * @param file its absolute path in the image; an image without it needs no fix
 * @param line what the lines have in them
 * @param releases of the distribution; none for all
 */
public record ContainerFix(
    String name, String why, String file, String line, List<String> releases) {
  public ContainerFix {
    Objects.requireNonNull(name);
    Objects.requireNonNull(why);
    Objects.requireNonNull(line);
    releases = List.copyOf(releases);
    if (!file.startsWith("/")) {
      throw new IllegalArgumentException("not absolute: " + file);
    }
  }

  boolean isFor(Release release) {
    return releases.isEmpty() || releases.contains(release.name());
  }
}
