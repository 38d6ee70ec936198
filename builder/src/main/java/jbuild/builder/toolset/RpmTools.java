package jbuild.builder.toolset;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import jbuild.runner.image.ImageTree;

/** The package tools of the rpm family, and what they run outside of the image. */
final class RpmTools {
  /** What only scripts of packages want, which do not run here, and what nobody asks. */
  static final Set<String> REFUSED =
      Set.of("perl", "debconf", "udev", "dirmngr", "gnupg-l10n", "gpgsm", "adduser", "dpkg");

  private static final String AUTHORITIES = "/usr/share/ca-certificates/mozilla";
  private static final int LARGEST = 1 << 16;

  private RpmTools() {}

  /** A shell and mount are for what is done before the tool runs. */
  static String[] packages(String tool) {
    return new String[] {
      tool, "rpm", "gpg", "gpg-agent", "ca-certificates", "dash", "mount", "coreutils"
    };
  }

  /** The tool goes by one of these names. */
  static List<Need> needs(String... tool) {
    return List.of(Need.of(tool), Need.of("rpm"), Need.of("gpg"), Need.of("sh"), Need.of("mount"));
  }

  /** The authorities in one file, where curl looks for them. */
  static void finish(ImageTree tree) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    tree.list(AUTHORITIES).stream()
        .sorted()
        .flatMap(name -> tree.read(AUTHORITIES + "/" + name, LARGEST).stream())
        .forEach(all::writeBytes);
    // dnf opens a log there before it has read where its logs are to be.
    tree.directory("/var/log", 0755, 0, 0);
    tree.write("/etc/ssl/certs/ca-certificates.crt", all.toByteArray(), 0644, 0, 0);
  }
}
