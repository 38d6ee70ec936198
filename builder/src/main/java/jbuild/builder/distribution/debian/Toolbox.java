package jbuild.builder.distribution.debian;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Set;
import jbuild.builder.toolset.PackageTree;
import jbuild.runner.image.ImageTree;

/** Debootstrap and what it runs, for hosts that have none. */
final class Toolbox {
  /** debootstrap fetches nothing by itself here: what it would fetch with can stay away. */
  static final PackageTree DEBOOTSTRAP =
      new PackageTree(
          "debootstrap",
          List.of(
              "debootstrap",
              "gpgv",
              "dpkg",
              "tar",
              "perl-base",
              "dash",
              "coreutils",
              "sed",
              "grep",
              "findutils",
              "mawk",
              "mount",
              "debianutils"),
          Set.of("wget", "distro-info", "debconf"),
          Toolbox::finish);

  private Toolbox() {}

  private static void finish(ImageTree tree) {
    tree.link("/usr/bin/awk", "mawk");
    // debootstrap looks for it, and never needs it for a mirror that is a directory.
    tree.write("/usr/bin/wget", "#!/bin/sh\nexit 1\n".getBytes(US_ASCII), 0755, 0, 0);
  }
}
