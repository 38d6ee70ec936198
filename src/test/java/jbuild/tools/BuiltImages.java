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
 * Images that jbuild itself builds for tests, each once: they stay in jbuild's cache for the tests
 * of all copies of the project on this host, at the same time too. Nobody may change them.
 */
public final class BuiltImages {
  /** The project; tests run in the directory of their module. */
  public static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final int KEY_LENGTH = 16;

  private BuiltImages() {}

  /**
   * The directory that the recipe describes.
   *
   * @param recipe its path in the project; the image is called like the file
   */
  public static synchronized Path of(String recipe) {
    Path file = PROJECT.resolve(recipe);
    String name = file.getFileName().toString().replace(".toml", "");
    try {
      Path images = Files.createDirectories(cache().resolve("test-images"));
      Path directory = images.resolve(name + "-" + key(file));
      Path image = directory.resolve(name);
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(directory + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        // jbuild shows an image only when it is complete.
        if (lock.isValid() && !Files.isDirectory(image)) {
          Finished.of(jbuild("--output-dir", directory.toString(), file.toString())).successfully();
        }
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program as users start it. */
  public static ProcessBuilder jbuild(String... words) {
    List<String> command = new java.util.ArrayList<>(List.of(PROJECT.resolve("jbuild").toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command);
  }

  private static Path cache() {
    return Path.of(Optional.ofNullable(System.getenv("JBUILD_CACHE")).orElse("/var/cache/jbuild"));
  }

  private static String key(Path recipe) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(recipe));
      digest.update(Files.readAllBytes(PROJECT.resolve("profiles/distributions/debian.yaml")));
      return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
