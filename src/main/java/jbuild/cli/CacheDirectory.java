package jbuild.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Where downloads and whatever else can be made again is kept; the launcher decides the same. */
final class CacheDirectory {
  private CacheDirectory() {}

  static Path of(Map<String, String> environment) {
    return of(environment, isRoot());
  }

  static Path of(Map<String, String> environment, boolean root) {
    String chosen = environment.getOrDefault("JBUILD_CACHE", "");
    if (!chosen.isEmpty()) {
      Path place = Path.of(chosen).toAbsolutePath();
      if (Files.exists(place) && !Files.isDirectory(place)) {
        throw new Failure(
            ExitStatus.WRONG_USAGE,
            "cannot use JBUILD_CACHE=" + chosen,
            "it is not a directory",
            "name a directory, or unset it; it is made when it is not there");
      }
      return place;
    }
    if (root) {
      return Path.of("/var/cache/jbuild");
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path home = Path.of(environment.getOrDefault("HOME", "/nonexistent"), ".cache");
    return (caches.isEmpty() ? home : Path.of(caches)).resolve("jbuild");
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
