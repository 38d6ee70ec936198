package jbuild.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Images that jbuild itself builds for tests, each once: they stay in jbuild's cache for the tests
 * of all copies of the project on this host, at the same time too. Nobody may change them.
 */
public final class BuiltImages {
  /** The project; tests run in the directory of their module. */
  public static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

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
      Path directory = TestCache.place(name, inputs(file));
      Path image = directory.resolve(name);
      // jbuild shows an image only when it is complete.
      TestCache.make(directory, image, () -> build(file, directory));
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an image depends on. */
  static List<Path> inputs(Path recipe) {
    return List.of(recipe, PROJECT.resolve("profiles/distributions/debian.yaml"));
  }

  private static void build(Path recipe, Path directory) {
    Finished.of(jbuild("--output-dir", directory.toString(), recipe.toString())).successfully();
  }

  /** The program as users start it. */
  public static ProcessBuilder jbuild(String... words) {
    List<String> command = new ArrayList<>(List.of(PROJECT.resolve("jbuild").toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command);
  }
}
