package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jbuild.runner.image.Trees;
import jbuild.tools.FileServer;
import jbuild.tools.Repositories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several images of one command line, built at the same time, of which one cannot be built. */
@Tag("root")
@Tag("beside")
class MatrixIT {
  private static final Repositories REPOSITORIES = Repositories.shared();
  private static final int TERMINATED = 143;
  private static final long PATIENCE = 20;

  @TempDir static Path directory;
  private static FileServer server;
  private static Jbuild.Result build;

  @BeforeAll
  static void buildAllCells() throws IOException {
    Path profiles = Files.createDirectories(directory.resolve("config/jbuild/distributions/keys"));
    Files.copy(REPOSITORIES.keys().resolve("release.asc"), profiles.resolve("release.asc"));
    Files.writeString(
        profiles.resolveSibling("arch.yaml"),
        """
        name: arch
        tool: pacman
        architectures: [x86_64]
        mirrors: {archive: "http://mirror.invalid"}
        releases: [{name: rolling}]
        base: [bash, filesystem]
        bootable: []
        pacman:
          components: [core, extra, broken]
          signed-databases: true
          mirrorlist: /etc/pacman.d/mirrorlist
          repositories:
            core: {mirror: archive, path: "{name}/os/{architecture}"}
            extra: {mirror: archive, path: "{name}/os/{architecture}"}
            broken: {mirror: archive, path: "{name}/os/{architecture}"}
        keys:
          release: %s
        """
            .formatted(REPOSITORIES.fingerprint("release")));
    server = FileServer.of(REPOSITORIES.pacman());
    recipe("m", server);
    build = jbuild("build", "--jobs", "3", "m.toml");
  }

  /** The init of these systems says who it is, and that is all. */
  private static void recipe(String name, FileServer mirror) throws IOException {
    Files.writeString(
        directory.resolve(name + ".toml"),
        """
        [image]
        name = "%s"
        bootable = false
        [distribution]
        name = "arch"
        release = "rolling"
        mirror = "%s"
        [matrix]
        profile = ["plain", "bad", "tool"]
        [profile.plain]
        [profile.bad.packages]
        install = ["jb-failpost"]
        [profile.tool.packages]
        install = ["jb-tool"]
        [[files]]
        path = "/usr/lib/systemd/systemd"
        mode = "0755"
        content = \"""
        #!/bin/bash
        echo "this is $(< /etc/hostname)"
        \"""
        """
            .formatted(name, mirror.address("/").toString().replaceFirst("/$", "")));
  }

  private static Jbuild.Result jbuild(String... words) {
    return Jbuild.run(directory, environment(), Jbuild.words(words));
  }

  private static Map<String, String> environment() {
    return Map.of(
        "XDG_CONFIG_HOME", directory.resolve("config").toString(),
        "JBUILD_RUNTIME", directory.resolve("runtime").toString());
  }

  @AfterAll
  static void end() {
    server.close();
    Trees.remove(directory.resolve("out"));
  }

  @Test
  void theOthersAreBuiltWhenOneFails() throws IOException {
    assertAll(
        () -> assertEquals(1, build.status(), build.err()),
        () -> assertEquals("out/m-plain\nout/m-tool\n", build.out()),
        () -> assertTrue(build.err().contains("\nm-plain [1/"), build.err()),
        () -> assertTrue(build.err().contains("\nerror: m-bad: install"), build.err()),
        () -> assertTrue(build.err().contains("; the other 2 images are built"), build.err()),
        () -> assertEquals(Path.of("m-tool"), link("out/latest")),
        () -> assertEquals(List.of(), hidden("out")));
  }

  @Test
  void eachPackageIsFetchedOnceAndTheBaseIsMadeOnce() throws IOException {
    List<String> packages =
        server.requests().stream().filter(path -> path.matches(".*/bash-[^/]*zst")).toList();
    long bases = 0;
    for (String cell : List.of("m-plain", "m-bad", "m-tool")) {
      bases +=
          Files.readAllLines(directory.resolve("out/" + cell + ".log")).stream()
              .filter(line -> line.startsWith("$ ") && line.contains(" -S --needed -- bash"))
              .count();
    }

    assertEquals(1, packages.size(), packages.toString());
    assertEquals(1, bases);
    assertTrue(Files.exists(directory.resolve("out/m-tool/usr/share/jb/tool")));
    assertTrue(Files.exists(directory.resolve("out/m-plain/usr/bin/bash")));
  }

  @Test
  void eachImageBootsByItsNameAndByItsCell() {
    Jbuild.Result named = jbuild("boot", "--quiet", "m-plain");
    Jbuild.Result chosen =
        jbuild("boot", "--quiet", "--cell", "profile=tool,profile=tool", "m.toml");

    assertEquals("this is m-plain", named.out().strip(), named.err());
    assertEquals("this is m-tool", chosen.out().strip(), chosen.err());
  }

  @Test
  void imagesThatWouldTakeEachOthersPlaceAreRefusedBeforeOneIsBuilt() throws IOException {
    Files.copy(directory.resolve("m.toml"), directory.resolve("same.toml"));

    Jbuild.Result result = jbuild("--output-dir=none", "m.toml", "same.toml");

    assertEquals(
        """
        error: cannot build m.toml and same.toml together
          why: both make an image with the name m-plain
          fix: give one of them another image.name, or build each into a directory of its own with --output-dir
        """,
        result.err());
    assertEquals(2, result.status());
  }

  @Test
  void noJobsBuildNothing() {
    Jbuild.Result result = jbuild("build", "--jobs=0", "m.toml");

    assertEquals(
        """
        error: cannot build 0 images at the same time
          why: nothing would ever be built
          fix: write --jobs 1 or more, or leave it out
        """,
        result.err());
    assertEquals(2, result.status());
  }

  @Test
  void nothingIsLeftOfBuildsThatAreInterruptedOrKilled() throws Exception {
    int terminated = ended(Process::destroy, "interrupted");
    ended(Process::destroyForcibly, "killed");
    // The next build here collects what could not be removed.
    jbuild("--output-dir=killed", "--cell=profile=bad", "m.toml");

    assertEquals(TERMINATED, terminated);
    assertEquals(List.of(), hidden("interrupted"));
    assertEquals(List.of(), new MachineRecords(directory.resolve("runtime")).names());
    assertEquals(List.of(), hidden("killed"));
  }

  /** Ends jbuild while two builds wait for a mirror that has fallen silent. Returns its status. */
  private static int ended(Consumer<Process> end, String out) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (FileServer silent = FileServer.of(REPOSITORIES.pacman())) {
      silent.fault(
          ".zst",
          (server, request, file) -> {
            asked.countDown();
            FileServer.STALLED.answer(server, request, file);
          });
      recipe(out, silent);
      ProcessBuilder builder =
          new ProcessBuilder(
              Jbuild.words("--output-dir", out, "--jobs=2", "--fail-fast", out + ".toml"));
      builder.environment().putAll(environment());
      Process process =
          OwnNetwork.start(
              builder
                  .directory(directory.toFile())
                  .redirectInput(Path.of("/dev/null").toFile())
                  .redirectOutput(directory.resolve(out + ".stdout").toFile())
                  .redirectError(directory.resolve(out + ".stderr").toFile()));
      assertTrue(
          asked.await(PATIENCE, TimeUnit.SECONDS), () -> read(directory.resolve(out + ".stderr")));
      end.accept(process);
      int status = process.waitFor();
      assertEquals("", read(directory.resolve(out + ".stdout")));
      return status;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path link(String path) throws IOException {
    return Files.readSymbolicLink(directory.resolve(path));
  }

  /** What builds work in, below an output directory. */
  private static List<String> hidden(String path) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(path))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(".#"))
          .toList();
    }
  }
}
