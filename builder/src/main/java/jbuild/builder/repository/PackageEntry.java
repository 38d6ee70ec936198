package jbuild.builder.repository;

import java.util.List;

/**
 * A package as an index describes it.
 *
 * @param preDepends each a choice between names, the preferred one first
 * @param depends likewise
 * @param file relative to the mirror
 */
public record PackageEntry(
    String name,
    String version,
    String architecture,
    List<List<String>> preDepends,
    List<List<String>> depends,
    String file,
    Checksum checksum) {
  public PackageEntry {
    preDepends = List.copyOf(preDepends);
    depends = List.copyOf(depends);
    if (!isInMirror(file)) {
      throw new IllegalArgumentException("leads out of the mirror: " + file);
    }
  }

  /** It becomes a path on this host, whatever the index says. */
  static boolean isInMirror(String file) {
    return !file.startsWith("/") && !("/" + file + "/").contains("/../") && !file.contains("\0");
  }
}
