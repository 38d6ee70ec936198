package jbuild.builder.distribution.pacman;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jbuild.runner.image.ImageTree;

/**
 * Empty roots that pacman can install in: the directories that it expects, as pacstrap has them.
 */
final class Roots {
  private static final List<String> DIRECTORIES =
      List.of(
          "/dev",
          "/run",
          "/etc",
          "/etc/pacman.d",
          "/var",
          "/var/cache",
          "/var/cache/pacman",
          "/var/cache/pacman/pkg",
          "/var/lib",
          "/var/lib/pacman",
          "/var/lib/pacman/sync",
          "/var/log");

  private Roots() {}

  /** What is there already stays. */
  static void prepare(Path root) {
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw PacmanTool.unusable(root, e);
    }
    try (ImageTree tree = ImageTree.open(root)) {
      DIRECTORIES.forEach(path -> tree.directory(path, 0755, 0, 0));
      tree.directory("/proc", 0555, 0, 0);
      tree.directory("/sys", 0555, 0, 0);
      tree.directory("/tmp", 01777, 0, 0);
    }
  }
}
