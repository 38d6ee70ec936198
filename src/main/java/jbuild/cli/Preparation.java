package jbuild.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

  /** An init that has nothing to do. */
  private static final String INIT = "#!/bin/sh\n";

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

  /** Starts as users do: what a start needs first shows when it is made. */
  private static void rehearse(Path directory) throws IOException {
    Path recipe = Files.createTempFile(directory, "recipe", ".toml");
    Path image = smallImage(directory);
    try {
      Files.writeString(recipe, RECIPE);
      run("--help");
      run("completion");
      run("--no-such-option");
      run("check", recipe.toString());
      run("plan", recipe.toString());
      run("doctor");
      // Without root the machines fail, but late.
      String root = "--directory=" + image;
      run("boot", root, "--bind-ro=/usr");
      run(
          "run",
          root,
          "--bind-ro=/usr",
          "--quiet",
          "--private-network",
          "--",
          "/bin/sh",
          "-c",
          ":");
      run("run", root, "--bind-ro=/usr", "--pipe", "--", "/bin/sh", "-c", ":");
      run("nspawn", root, "--bind-ro=/usr", "-q", "-E", "A=1", "--pipe", "/bin/sh", "-c", ":");
      run("nspawn", root, "--bind-ro=/usr", "--boot");
    } finally {
      Files.delete(recipe);
      Trees.remove(image);
    }
  }

  /** A system that consists of the host's programs, when these are shown in it. */
  static Path smallImage(Path directory) throws IOException {
    Path image = Files.createTempDirectory(directory, "image");
    for (String name : List.of("bin", "lib", "lib64")) {
      Files.createSymbolicLink(image.resolve(name), Path.of("usr", name));
    }
    Files.createDirectory(image.resolve("usr"));
    Path etc = Files.createDirectory(image.resolve("etc"));
    Files.writeString(etc.resolve("os-release"), "ID=rehearsal\n");
    Path init = Files.createDirectory(image.resolve("sbin")).resolve("init");
    Files.writeString(init, INIT);
    Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
    return image;
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
