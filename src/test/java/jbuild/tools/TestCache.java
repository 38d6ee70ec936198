package jbuild.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Directories in jbuild's cache that are made for tests, each once: for the tests of all copies of
 * the project on this host, at the same time too. Nobody may change them.
 */
final class TestCache {
  private static final int KEY_LENGTH = 16;

  private TestCache() {}

  /** Makes the directory. */
  @FunctionalInterface
  interface Maker {
    void make() throws IOException;
  }

  /** jbuild's own, whose content it knows by what it is. */
  static Path root() {
    return Path.of(Optional.ofNullable(System.getenv("JBUILD_CACHE")).orElse("/var/cache/jbuild"));
  }

  /**
   * Where a directory belongs that is made of some files.
   *
   * @param name says what it is for
   */
  static Path place(String name, List<Path> files) throws IOException {
    return Files.createDirectories(root().resolve("test-images")).resolve(name + "-" + key(files));
  }

  /** Lets one make what is not there yet, and the others wait. */
  static void make(Path place, Path made, Maker maker) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                Path.of(place + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isDirectory(made)) {
        maker.make();
      }
    }
  }

  private static String key(List<Path> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
