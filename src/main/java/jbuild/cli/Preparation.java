package jbuild.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.NativeCode;

/**
 * Run once by the launcher after a build: unpacks native code, and loads the classes that a start
 * may need, for the JVM writes the loaded ones into an archive.
 */
public final class Preparation {
  private static final String RECIPE =
      """
      [image]
      name = "rehearsal"
      [distribution]
      name = "debian"
      release = "stable"
      """;

  private Preparation() {}

  public static void main(String... directory) throws IOException, URISyntaxException {
    Path place = Path.of(directory[0]);
    NativeCode.unpackInto(place);
    rehearse(place);
    Path own = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    loadAll(own);
    try (Stream<Path> libraries = Files.list(own.resolveSibling("lib"))) {
      libraries
          .filter(jar -> jar.getFileName().toString().startsWith("jbuild"))
          .forEach(Preparation::loadAll);
    }
  }

  /**
   * Starts as users do. What fails, a machine of an empty directory above all, fails late enough.
   */
  private static void rehearse(Path directory) throws IOException {
    Path image = Files.createTempDirectory(directory, "image");
    Path recipe = Files.createTempFile(directory, "recipe", ".toml");
    try {
      Files.writeString(recipe, RECIPE);
      run("--help");
      run("completion");
      run("--no-such-option");
      run("check", recipe.toString());
      run("plan", recipe.toString());
      run("doctor");
      run("boot", "--directory=" + image);
      run("run", "--pipe", "--directory=" + image, "--", "/nothing");
      run("run", "--quiet", "--private-network", "--directory=" + image, "--", "/nothing");
    } finally {
      Files.delete(recipe);
      Trees.remove(image);
    }
  }

  private static void run(String... words) {
    Main.run(nowhere(), nowhere(), words);
  }

  private static void loadAll(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .forEach(name -> load(name.replace(".class", "").replace('/', '.')));
    } catch (IOException e) {
      throw new IllegalStateException(jar + " is on the class path, but cannot be read", e);
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, Preparation.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is in the jar, but cannot be loaded", e);
    }
  }

  private static PrintWriter nowhere() {
    return new PrintWriter(Writer.nullWriter());
  }
}
