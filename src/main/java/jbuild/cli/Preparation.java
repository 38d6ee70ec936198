package jbuild.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NativeCode;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.linux.SyscallFailure;

/**
 * Run once by the launcher after a build: unpacks native code, and loads the classes that a start
 * may need, for the JVM writes the loaded ones into an archive. Of Java 25 and later there is a
 * second archive, for starts of machines alone: it holds also what was linked and counted there,
 * and becomes slow when it holds more than is used.
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

  private static final String SETTINGS =
      """
      [Exec]
      Environment=A=1
      [Files]
      TemporaryFileSystem=/mnt
      """;

  /** An init that has nothing to do. */
  private static final String INIT = "#!/bin/sh\n";

  /** A second word of the launcher's: for the archive of starts. */
  private static final String STARTS = "starts";

  private Preparation() {}

  public static void main(String... words) throws IOException, URISyntaxException {
    Path place = Path.of(words[0]);
    if (words.length > 1 && words[1].equals(STARTS)) {
      rehearseStarts(place);
      return;
    }
    NativeCode.unpackInto(place);
    rehearse(place);
    rehearseBuild(place);
    rehearseStarts(place);
    Path own = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    loadAll(own);
    try (Stream<Path> libraries = Files.list(own.resolveSibling("lib"))) {
      libraries
          .filter(jar -> jar.getFileName().toString().startsWith("jbuild"))
          .forEach(Preparation::loadAll);
    }
  }

  /** Asks as users do: what is needed first shows when it is done. */
  private static void rehearse(Path directory) throws IOException {
    Path recipe = Files.createTempFile(directory, "recipe", ".toml");
    try {
      Files.writeString(recipe, RECIPE);
      run("--help");
      run("completion");
      run("--no-such-option");
      run("check", recipe.toString());
      run("plan", recipe.toString());
      run("build", "--output-dir", directory.toString(), recipe + ".gone");
      run("doctor");
    } finally {
      Files.delete(recipe);
    }
  }

  private static void rehearseBuild(Path directory) throws IOException {
    Path own = Files.createTempDirectory(directory, "build");
    try {
      new BuildRehearsal(own).run();
    } catch (Failure failure) {
      // Without root it does not begin; what it is for is done as far as it can be.
      return;
    } finally {
      Trees.remove(own);
    }
  }

  /** Without root the machines fail, but late; with it, nothing of the host's network changes. */
  private static void rehearseStarts(Path directory) throws IOException {
    try (Fd own = NetworkNamespaces.create()) {
      NetworkNamespaces.<Void, IOException>inside(
          own,
          () -> {
            rehearseStartsHere(directory);
            return null;
          });
    } catch (SyscallFailure failure) {
      rehearseStartsHere(directory);
    }
  }

  private static void rehearseStartsHere(Path directory) throws IOException {
    Path image = smallImage(directory);
    Path settings = image.resolveSibling(image.getFileName() + ".nspawn");
    try {
      String root = "--directory=" + image;
      String[] command = {"/bin/sh", "-c", ":"};
      run("boot", root, "--bind-ro=/usr");
      run("run", List.of(root, "--bind-ro=/usr", "-q", "--private-network", "--"), command);
      run("run", List.of(root, "--bind-ro=/usr", "--pipe", "-U", "--"), command);
      run("run", List.of(root, "--bind-ro=/usr", "--pipe", "--ephemeral", "--"), command);
      run("nspawn", List.of(root, "--bind-ro=/usr", "-q", "-E", "A=1", "--pipe"), command);
      Files.writeString(settings, SETTINGS);
      run("nspawn", List.of(root, "--bind-ro=/usr", "--volatile=overlay"), command);
      run("nspawn", root, "--bind-ro=/usr", "--boot");
    } finally {
      Files.deleteIfExists(settings);
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

  private static void run(String verb, List<String> options, String... command) {
    List<String> words = new ArrayList<>(List.of(verb));
    words.addAll(options);
    words.addAll(List.of(command));
    run(words.toArray(String[]::new));
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
