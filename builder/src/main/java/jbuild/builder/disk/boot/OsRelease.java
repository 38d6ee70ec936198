package jbuild.builder.disk.boot;

import java.nio.charset.StandardCharsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/** What a system says of itself, by os-release(5). */
record OsRelease(String text) {
  private static final int LARGEST = 64 * 1024;

  static OsRelease of(ImageTree tree) {
    return tree.read("/etc/os-release", LARGEST)
        .or(() -> tree.read("/usr/lib/os-release", LARGEST))
        .map(bytes -> new OsRelease(new String(bytes, StandardCharsets.UTF_8)))
        .filter(release -> !release.text.isBlank())
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    "cannot make the image bootable",
                    "it has no os-release",
                    "do not remove /usr/lib/os-release"));
  }

  /** Its name for people, on one line. */
  String title() {
    return value("PRETTY_NAME", "Linux");
  }

  /** The word for the distribution. */
  String id() {
    return value("ID", "linux");
  }

  private String value(String key, String fallback) {
    String value = fallback;
    for (String line : text.lines().toList()) {
      if (line.startsWith(key + "=")) {
        value = line.substring(key.length() + 1).strip().replaceAll("^[\"']|[\"']$|\\p{Cc}", "");
      }
    }
    return value.isBlank() ? fallback : value;
  }
}
