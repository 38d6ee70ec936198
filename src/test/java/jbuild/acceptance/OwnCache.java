package jbuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A cache of a test's own. Only what the launcher has prepared is that of all: to prepare it again
 * takes longer than most tests.
 */
record OwnCache(Path directory) {
  /** Below a directory of the test. */
  static OwnCache in(Path place) throws IOException {
    Path directory = Files.createDirectory(place.resolve("cache"));
    String usual = Optional.ofNullable(System.getenv("JBUILD_CACHE")).orElse("/var/cache/jbuild");
    Files.createSymbolicLink(directory.resolve("start"), Path.of(usual, "start"));
    return new OwnCache(directory);
  }

  /** What makes jbuild use it. */
  Map<String, String> environment() {
    return Map.of("JBUILD_CACHE", directory.toString());
  }
}
