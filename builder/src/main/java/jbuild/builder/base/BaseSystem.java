package jbuild.builder.base;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.Release;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/**
 * The system in a tree, as it calls itself in its os-release(5), and as its programs show.
 *
 * @param id of the distribution
 * @param version of its release
 * @param codename of its release
 * @param title for people
 * @param architectures the names of the one that its programs are for; none when that is not known
 */
public record BaseSystem(
    String id,
    Optional<String> version,
    Optional<String> codename,
    String title,
    List<String> architectures) {
  private static final int LARGEST = 64 * 1024;
  private static final String NUMBER = "[0-9]+(\\.[0-9]+)*";

  /** Of a tree that may be hostile; empty when it does not say. */
  public static Optional<BaseSystem> of(ImageTree tree) {
    List<String> lines =
        text(tree, "etc/os-release")
            .or(() -> text(tree, "usr/lib/os-release"))
            .map(text -> text.lines().toList())
            .orElse(List.of());
    return value(lines, "ID")
        .map(
            id ->
                new BaseSystem(
                    id,
                    value(lines, "VERSION_ID"),
                    value(lines, "VERSION_CODENAME"),
                    value(lines, "PRETTY_NAME").orElse(id),
                    ProgramArchitecture.of(tree)));
  }

  private static Optional<String> text(ImageTree tree, String path) {
    try {
      return tree.read(path, LARGEST).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    } catch (Failure failure) {
      // What is no file there says nothing.
      return Optional.empty();
    }
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1).strip())
        .map(text -> text.replaceAll("^[\"']|[\"']$|\\p{Cc}", ""))
        .filter(text -> !text.isBlank())
        .reduce((before, last) -> last);
  }

  /** What it is instead of what is wanted; empty when it is that, as far as it tells. */
  public Optional<String> otherThan(
      DistributionProfile profile, Release release, String architecture) {
    if (!id.startsWith(profile.name()) || !isOf(release)) {
      return Optional.of(title);
    }
    return architectures.isEmpty() || architectures.contains(architecture)
        ? Optional.empty()
        : Optional.of(title + " for " + architectures.get(0));
  }

  /** A release that never ends is like the one that comes next. */
  private boolean isOf(Release release) {
    String wanted = release.version().orElse(release.name());
    if (codename.isPresent() && release.version().isPresent() && !wanted.equals(release.name())) {
      return codename.get().equals(release.name())
          || version.filter(number -> isPart(number, wanted)).isPresent();
    }
    return !wanted.matches(NUMBER)
        || version.isEmpty()
        || version.filter(number -> isPart(number, wanted)).isPresent();
  }

  private static boolean isPart(String found, String wanted) {
    return found.equals(wanted) || found.startsWith(wanted + ".");
  }
}
