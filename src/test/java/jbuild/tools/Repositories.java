package jbuild.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.image.Trees;

/**
 * Small signed repositories of packages, good ones and broken ones: what the generators of
 * test-images make of Debian's packages. Their README says what is in them.
 *
 * @param root nothing below it may be changed
 */
public record Repositories(Path root) {
  private static final Path GENERATORS = BuiltImages.PROJECT.resolve("test-images/generators");
  private static final String RECIPE = "test-images/generators.toml";

  /** The same for all tests, made once. */
  public static synchronized Repositories shared() {
    try {
      Path place = TestCache.place("repositories", inputs());
      TestCache.make(place, place, () -> make(place));
      return new Repositories(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For dnf and zypper. */
  public Path rpm() {
    return root.resolve("rpm");
  }

  /** For pacman: mirrors with REPOSITORY/os/ARCHITECTURE. */
  public Path pacman() {
    return root.resolve("pacman");
  }

  /** For debootstrap and apt: mirrors with dists and pool. */
  public Path deb() {
    return root.resolve("deb");
  }

  /** Public keys are in NAME.asc and NAME.gpg. */
  public Path keys() {
    return root.resolve("keys");
  }

  /** Of the key of this name: release, stranger, expired or revoked. */
  public String fingerprint(String key) {
    try {
      return Files.readString(keys().resolve(key + ".fingerprint")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> inputs() throws IOException {
    List<Path> inputs = new ArrayList<>(BuiltImages.inputs(BuiltImages.PROJECT.resolve(RECIPE)));
    try (Stream<Path> files = Files.walk(GENERATORS)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !isText(file))
          .sorted()
          .forEach(inputs::add);
    }
    return inputs;
  }

  private static boolean isText(Path file) {
    return file.endsWith("README.md");
  }

  private static void make(Path place) throws IOException {
    Path aside = Files.createTempDirectory(place.getParent(), "incoming-");
    try {
      Path output = Files.createDirectory(aside.resolve("output"));
      Path input = Files.createDirectory(aside.resolve("input"));
      DebianInput.of(GENERATORS.resolve("packages.txt")).write(input);
      ToolsImage.of(RECIPE)
          .showing(TestCache.root())
          .showing(GENERATORS)
          .run(
              "bash",
              GENERATORS.resolve("generate").toString(),
              input.toString(),
              output.toString())
          .successfully();
      Files.move(output, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trees.remove(aside);
    }
  }
}
