package jbuild.builder.repository;

import java.util.List;

/**
 * A verified index of packages.
 *
 * @param path below the suite's directory, uncompressed: {@code main/binary-amd64/Packages}
 */
public record IndexFile(String path, PackageIndex packages) {
  private static final List<String> FASTEST_FIRST = List.of(".gz", ".xz");

  /** The compressed form to fetch, as the release names it. Inflating gzip is five times faster. */
  static String compressed(ReleaseFile release, String path) {
    return FASTEST_FIRST.stream()
        .map(ending -> path + ending)
        .filter(release.files()::containsKey)
        .findFirst()
        .orElse(path);
  }
}
