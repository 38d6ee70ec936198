package jbuild.acceptance;

import static jbuild.acceptance.DebianFixture.RELEASE;
import static jbuild.acceptance.DebianFixture.REPOSITORIES;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.debian.Debian;
import jbuild.builder.distribution.debian.DebianPackages;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.PinnedKey;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.tools.BuiltImages;
import jbuild.tools.FileServer;
import jbuild.tools.Finished;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories and package files that a recipe brings to a system of the Debian family. */
@Tag("root")
@Tag("beside")
class DebianAdditionsIT {
  private static final Path BASE = BuiltImages.of("test-images/trixie.toml");

  @TempDir private Path directory;
  private Path work;
  private URI mirror;

  /** The distribution is signed by one key, and what the recipe brings by another. */
  @BeforeEach
  void describe() throws IOException {
    DebianFixture.profile(directory, "small", Map.of("stranger", "stranger"));
    mirror = REPOSITORIES.deb().resolve("bad/stranger-key").toUri();
    work = Files.createDirectories(directory.resolve("work"));
  }

  @AfterEach
  void removeWork() {
    // JUnit complains of links in what it removes.
    Trees.remove(work);
  }

  @Test
  void installsFromARepositoryThatStaysAndFromFilesThatDoNot() throws IOException {
    Path root = work.resolve("root");
    Finished.of(new ProcessBuilder("cp", "-a", BASE.toString(), root.toString())).successfully();
    List<Path> files =
        List.of(
            REPOSITORIES.deb().resolve("debian/pool/jb/jb-tool_1.0_all.deb"),
            REPOSITORIES.deb().resolve("debian/pool/jb/jb-chain-a_1.0_all.deb"));
    try (FileServer server = FileServer.of(REPOSITORIES.deb().resolve("debian"))) {
      URI address = server.address("");
      AddedRepository kept = added("tools", address, "release", true);
      AddedRepository other = added("others", address, "release", false);

      run(packages(List.of("jb-new"), new Additions(List.of(kept, other), files)));

      assertAll(
          () -> assertEquals("jb-new 2.0", version(root, "jb-new")),
          // The repository has a newer one.
          () -> assertEquals("jb-tool 1.0", version(root, "jb-tool")),
          // What a file needs comes from the distribution.
          () -> assertEquals("jb-chain-c 1.0", version(root, "jb-chain-c")),
          () ->
              assertEquals(
                  """
                  Types: deb
                  URIs: %s
                  Suites: %s-updates
                  Components: main
                  Signed-By: /etc/apt/keyrings/tools.gpg
                  """
                      .formatted(address, RELEASE),
                  Files.readString(root.resolve("etc/apt/sources.list.d/tools.sources"))),
          () -> assertTrue(Files.size(root.resolve("etc/apt/keyrings/tools.gpg")) > 0),
          () -> assertFalse(Files.exists(root.resolve("etc/apt/keyrings/others.gpg"))),
          () -> assertFalse(Files.exists(root.resolve("etc/apt/sources.list.d/others.sources"))));
    }
  }

  @Test
  void believesInARepositoryOnlyItsOwnKey() throws IOException {
    URI address = REPOSITORIES.deb().resolve("debian").toUri();
    Additions additions =
        new Additions(List.of(added("tools", address, "stranger", false)), List.of());

    Failure failure = assertThrows(Failure.class, () -> run(packages(List.of(), additions)));

    assertTrue(failure.what().contains("cannot trust " + address.toString().substring(0, 5)));
    assertTrue(
        failure.why().matches("key [0-9A-F]{16} is wanted, and it is none of the pinned keys"),
        failure.why());
    assertEquals("correct the repository 'tools' of the recipe, or leave it out", failure.fix());
  }

  @Test
  void refusesAFileThatIsNoPackageOrForOtherMachines() throws IOException {
    Path foreign = REPOSITORIES.deb().resolve("debian/pool/jb/jb-foreign_1.0_arm64.deb");
    Path page = Files.writeString(directory.resolve("page.deb"), "<html>");

    Failure other = assertThrows(Failure.class, () -> run(packages(files(foreign))));
    Failure none = assertThrows(Failure.class, () -> run(packages(files(page))));

    assertAll(
        () -> assertTrue(other.what().endsWith("cannot install " + foreign), other.what()),
        () -> assertEquals("it is for arm64, and the system is for amd64", other.why()),
        () -> assertTrue(none.what().endsWith("cannot install " + page), none.what()),
        () ->
            assertEquals(
                "page.deb is not a Debian package: it does not begin like an ar archive",
                none.why()));
  }

  private static Additions files(Path file) {
    return new Additions(List.of(), List.of(file));
  }

  private DebianPackages packages(Additions additions) {
    return packages(List.of(), additions);
  }

  private DebianPackages packages(List<String> install, Additions additions) {
    DebianPackages plain =
        DebianFixture.packages(directory, "small", RELEASE, mirror, "amd64", install, false);
    return new DebianPackages(
        plain.profile(),
        plain.release(),
        plain.architecture(),
        plain.mirrors(),
        plain.borrowed(),
        plain.components(),
        plain.install(),
        plain.remove(),
        plain.recommends(),
        plain.mayBeExpired(),
        plain.initrdLater(),
        additions);
  }

  private static AddedRepository added(String name, URI address, String key, boolean kept)
      throws IOException {
    byte[] file = Files.readAllBytes(REPOSITORIES.keys().resolve(key + ".asc"));
    return new AddedRepository(
        name,
        address,
        List.of(RELEASE + "-updates"),
        List.of("main"),
        PinnedKey.of(name, REPOSITORIES.fingerprint(key), file),
        kept);
  }

  /** Only what the repositories have to do with: the base system is there already. */
  private void run(DebianPackages packages) {
    Debian debian = new Debian(packages, Map.of());
    List<Step> steps = new ArrayList<>(debian.preparation());
    steps.addAll(debian.packages());
    new BuildPlan(steps)
        .run(
            new Workspace(
                work,
                work.resolve("cache"),
                new MachineSandbox(
                    new Launcher(RuntimeDirectory.ofHost()), work.resolve("log"), line -> {}),
                Progress.SILENT));
  }

  private static String version(Path root, String name) throws IOException {
    List<String> lines = Files.readAllLines(root.resolve("var/lib/dpkg/status"));
    int start = lines.indexOf("Package: " + name);
    return start < 0
        ? name + " is not installed"
        : lines.subList(start, lines.size()).stream()
            .filter(line -> line.startsWith("Version: "))
            .map(line -> name + line.substring("Version:".length()))
            .findFirst()
            .orElseThrow();
  }
}
