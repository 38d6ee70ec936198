package jbuild.builder.repository;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Mirrors that tools ask by way of jbuild. A tool knows them by host, port and path; what else
 * their addresses have, whether they are asked in private and as whom, is for each of them apart,
 * also where several are on one host.
 */
final class RelayedMirrors {
  private final Set<URI> mirrors = ConcurrentHashMap.newKeySet();

  void add(URI mirror) {
    mirrors.add(mirror);
  }

  /** The host, and the port where one is named. */
  static String place(URI address) {
    return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
  }

  static String path(URI address) {
    return address.getRawPath() == null ? "" : address.getRawPath();
  }

  /**
   * What a tool means by an address. Of several mirrors that have it the one with the longest path
   * counts, and of equal ones that which is asked in private. Empty when none of them has it.
   */
  Optional<URI> real(URI asked) {
    List<URI> there =
        mirrors.stream().filter(mirror -> place(mirror).equals(place(asked))).toList();
    return there.stream()
        // A list of packages may lead out of the directory that it is in.
        .filter(mirror -> there.size() == 1 || isBelow(path(asked), path(mirror)))
        .max(
            Comparator.<URI>comparingInt(mirror -> path(mirror).length())
                .thenComparing(URI::getScheme)
                .thenComparing(URI::toString))
        .map(mirror -> at(mirror, asked));
  }

  private static boolean isBelow(String path, String top) {
    String directory = top.endsWith("/") ? top : top + "/";
    return path.equals(top) || path.startsWith(directory);
  }

  private static URI at(URI mirror, URI asked) {
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    return URI.create(
        mirror.getScheme() + "://" + mirror.getRawAuthority() + asked.getRawPath() + query);
  }
}
