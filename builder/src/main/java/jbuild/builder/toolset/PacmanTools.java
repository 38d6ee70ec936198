package jbuild.builder.toolset;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import jbuild.runner.image.ImageTree;

/** Pacman and what it runs outside of the image. */
final class PacmanTools {
  /** A shell and mount are for what is done before pacman runs, gpg is for what it downloads. */
  static final List<String> PACKAGES =
      List.of(
          "pacman-package-manager",
          "gpg",
          "gpg-agent",
          "archlinux-keyring",
          "ca-certificates",
          "coreutils",
          "dash",
          "mount");

  static final List<String> PROGRAMS =
      List.of("pacman", "gpg", "gpgconf", "gpg-agent", "sh", "mount", "mkdir");

  /** What only scripts of packages want, which do not run here, and what asks people. */
  static final Set<String> REFUSED =
      Set.of(
          "debconf",
          "perl",
          "python3",
          "udev",
          "openssl",
          "dirmngr",
          "gnupg-l10n",
          "pinentry-curses",
          "pinentry");

  private static final String AUTHORITIES = "/usr/share/ca-certificates/mozilla";
  private static final int LARGEST = 1 << 16;

  private PacmanTools() {}

  static void finish(ImageTree tree) {
    ByteArrayOutputStream authorities = new ByteArrayOutputStream();
    tree.list(AUTHORITIES).stream()
        .flatMap(name -> tree.read(AUTHORITIES + "/" + name, LARGEST).stream())
        .forEach(authorities::writeBytes);
    // Where curl looks for them.
    tree.write("/etc/ssl/certs/ca-certificates.crt", authorities.toByteArray(), 0644, 0, 0);
    // Where pacman looks up how much room there is: see getmntent(3).
    tree.link("/etc/mtab", "../proc/self/mounts");
  }
}
