package jbuild.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import jbuild.runner.linux.NativeCode;

/**
 * Run once by the launcher after a build: unpacks native code, and loads the classes that a start
 * may need, for the JVM writes the loaded ones into an archive.
 */
public final class Preparation {
  private static final List<List<String>> REHEARSALS =
      List.of(List.of("--help"), List.of("completion"), List.of("--no-such-option"));

  private Preparation() {}

  public static void main(String... directory) throws IOException, URISyntaxException {
    NativeCode.unpackInto(Path.of(directory[0]));
    for (List<String> words : REHEARSALS) {
      Main.run(nowhere(), nowhere(), words.toArray(String[]::new));
    }
    Path own = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    loadAll(own);
    try (Stream<Path> libraries = Files.list(own.resolveSibling("lib"))) {
      libraries
          .filter(jar -> jar.getFileName().toString().startsWith("jbuild"))
          .forEach(Preparation::loadAll);
    }
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
