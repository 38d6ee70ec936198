package jbuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A clone of the repository as far as the launcher looks at it, and a Maven that does nothing but
 * put what the real one has built in its place.
 */
final class Clone {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$(id -u) $*" >>"%1$s/maven.log"
      if [ -f "%1$s/maven-fails" ]; then
        echo "[ERROR] no such symbol"
        exit 1
      fi
      if [ -f "%1$s/maven-hangs-up" ]; then
        kill -HUP 0
      fi
      mkdir -p src/target
      cp -r "%1$s/built/." src/target/
      touch src/target/jbuild.jar
      """;

  private final Path directory;
  private final Map<String, String> environment = new TreeMap<>();

  private Clone(Path directory) {
    this.directory = directory;
  }

  /** Below a directory that everybody may enter afterwards. */
  static Clone in(Path directory) throws IOException {
    Clone clone = new Clone(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.copy(
        Jbuild.HOME.resolve("jbuild"), home.resolve("jbuild"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(home.resolve("pom.xml"), "<project/>\n");
    Files.createDirectories(home.resolve("src/main"));
    Files.writeString(clone.source(), "class Source {}\n");
    copyBuilt(directory.resolve("built"));
    Path programs = Files.createDirectories(directory.resolve("bin"));
    Path maven = Files.writeString(programs.resolve("mvn"), MAVEN.formatted(directory));
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    clone.environment.put("PATH", programs + ":/usr/sbin:/usr/bin:/sbin:/bin");
    clone.environment.put("JAVA_HOME", System.getProperty("java.home"));
    // To prepare starts takes longer than all else.
    clone.environment.put("JBUILD_CACHE", "/proc/nothing");
    return clone;
  }

  /** The same with a cache, in which starts are prepared. */
  Clone preparing() {
    return with("JBUILD_CACHE", directory.resolve("cache").toString());
  }

  private static void copyBuilt(Path built) throws IOException {
    Path target = Jbuild.HOME.resolve("src/target");
    Files.createDirectories(built.resolve("lib"));
    Files.copy(target.resolve("jbuild.jar"), built.resolve("jbuild.jar"));
    try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      for (Path library : libraries.toList()) {
        Files.copy(library, built.resolve("lib").resolve(library.getFileName()));
      }
    }
  }

  Clone with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Path home() {
    return directory.resolve("home");
  }

  Path source() {
    return home().resolve("src/main/Source.java");
  }

  Path programs() {
    return directory.resolve("bin");
  }

  Path jar() {
    return home().resolve("src/target/jbuild.jar");
  }

  void letMavenFail() throws IOException {
    Files.createFile(directory.resolve("maven-fails"));
  }

  /** As at the end of a terminal: all of the process group hears of it. */
  void letMavenHangUp() throws IOException {
    Files.createFile(directory.resolve("maven-hangs-up"));
  }

  /** Who ran Maven, and how: a line each time. */
  List<String> builds() throws IOException {
    Path log = directory.resolve("maven.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  Jbuild.Result run(String... words) throws IOException, InterruptedException {
    return run(List.of(home().resolve("jbuild").toString()), words);
  }

  Jbuild.Result run(List<String> program, String... words)
      throws IOException, InterruptedException {
    return new Started(program, words).result();
  }

  Started start(String... words) throws IOException {
    return new Started(List.of(home().resolve("jbuild").toString()), words);
  }

  /** A run that may be under way. */
  final class Started {
    private final Path out = Files.createTempFile(directory, "out", ".txt");
    private final Path err = Files.createTempFile(directory, "err", ".txt");
    private final Process process;

    private Started(List<String> program, String... words) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(Stream.concat(program.stream(), Stream.of(words)).toList());
      builder.environment().clear();
      builder.environment().putAll(environment);
      process =
          builder
              .directory(directory.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    }

    Jbuild.Result result() throws IOException, InterruptedException {
      return new Jbuild.Result(process.waitFor(), Files.readString(out), Files.readString(err));
    }
  }
}
