package jbuild.builder.toolset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Set;
import jbuild.runner.image.ImageTree;

/** Debootstrap and what it runs. */
final class DebootstrapTools {
  /** debootstrap fetches nothing by itself here: what it would fetch with can stay away. */
  static final List<String> PACKAGES =
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
          "debianutils");

  static final List<String> PROGRAMS =
      List.of("debootstrap", "gpgv", "dpkg", "dpkg-deb", "perl", "tar", "wget", "chroot", "mount");

  static final Set<String> REFUSED = Set.of("wget", "distro-info", "debconf");

  private DebootstrapTools() {}

  static void finish(ImageTree tree) {
    tree.link("/usr/bin/awk", "mawk");
    // debootstrap looks for it, and never needs it for a mirror that is a directory.
    tree.write("/usr/bin/wget", "#!/bin/sh\nexit 1\n".getBytes(US_ASCII), 0755, 0, 0);
  }
}
