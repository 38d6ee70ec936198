package jbuild.builder.steps;

import jbuild.runner.image.ImageTree;

/** Where Debian and its descendants keep settings beside the places that all systems have. */
final class Debian {
  private Debian() {}

  static boolean is(ImageTree tree) {
    return tree.exists("/etc/debian_version");
  }
}
