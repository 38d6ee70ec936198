package jbuild.runner.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Our own root directory, as a mountinfo file of proc(5) describes it. */
record RootDirectory(Path mountinfo) {
  private static final int MOUNT_POINT = 4;

  /** In a plain chroot no mount is at /: the root is somewhere inside of one. */
  boolean isMount() {
    try {
      return Files.readAllLines(mountinfo).stream()
          .anyMatch(line -> line.split(" ")[MOUNT_POINT].equals("/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
