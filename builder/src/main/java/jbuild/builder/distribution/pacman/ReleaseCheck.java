package jbuild.builder.distribution.pacman;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/**
 * Whether what was installed is the distribution that was asked for: a mirror may have another.
 *
 * @param wanted the distribution
 */
record ReleaseCheck(String wanted) {
  private static final String OS_RELEASE = "/usr/lib/os-release";
  private static final int LARGEST = 1 << 16;

  void check(Path root) {
    String found;
    try (ImageTree tree = ImageTree.open(root)) {
      found =
          tree
              .read(OS_RELEASE, LARGEST)
              .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
              .stream()
              .flatMap(String::lines)
              .filter(line -> line.startsWith("ID="))
              .map(line -> line.substring("ID=".length()).replaceAll("[\"']", ""))
              .findFirst()
              .orElse("linux");
    }
    if (!found.equals(wanted)) {
      throw new Failure(
          ExitStatus.FAILED,
          "this is not " + wanted,
          "what was installed calls itself " + found + " in " + OS_RELEASE,
          "correct distribution.mirror, or distribution.name");
    }
  }
}
