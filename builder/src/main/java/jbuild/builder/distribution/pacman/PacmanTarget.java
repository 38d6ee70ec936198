package jbuild.builder.distribution.pacman;

import java.util.List;

/**
 * Where packages are installed, as pacman sees it.
 *
 * @param root of the system
 * @param packages directories that may have the packages; those that are missing come into the
 *     first that can be written
 * @param hooks the directory with those that no package has brought, which has to be there
 * @param repositories where packages come from
 * @param hasFiles whether there are packages that are files of this host
 */
record PacmanTarget(
    String root,
    List<String> packages,
    String hooks,
    List<PacmanRepository> repositories,
    boolean hasFiles) {
  PacmanTarget {
    packages = List.copyOf(packages);
    repositories = List.copyOf(repositories);
  }

  /** The file of its settings. */
  String settings() {
    return Places.WORK + "/" + file();
  }

  /** The same, in the directory of the work. */
  String file() {
    return root.substring(root.lastIndexOf('/') + 1) + ".conf";
  }
}
