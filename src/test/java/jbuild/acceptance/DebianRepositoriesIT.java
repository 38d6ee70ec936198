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
import jbuild.builder.distribution.debian.Debian;
import jbuild.builder.distribution.debian.DebianPackages;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.tools.BuiltImages;
import jbuild.tools.FileServer;
import jbuild.tools.FileServer.Fault;
import jbuild.tools.Finished;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a repository of the Debian family is named, and nothing of it is used. */
@Tag("root")
@Tag("beside")
class DebianRepositoriesIT {
  private static final Map<String, Fault> FAULTS =
      Map.of(
          "MISSING", FileServer.MISSING,
          "FORBIDDEN", FileServer.FORBIDDEN,
          "CHANGED", FileServer.CHANGED,
          "PAGE", FileServer.PAGE,
          "REDIRECT_LOOP", FileServer.REDIRECT_LOOP);

  @TempDir static Path directory;

  private Path work;

  @BeforeAll
  static void describe() throws IOException {
    DebianFixture.profile(
        directory,
        "small",
        Map.of("release", "release", "expired", "expired", "revoked", "revoked"));
    DebianFixture.profile(directory, "no-key", Map.of("release", "nowhere"));
    DebianFixture.profile(directory, "other-key", Map.of("release", "stranger"));
  }

  @AfterEach
  void removeWork() {
    if (work != null) {
      Trees.remove(work);
    }
  }

  @AfterAll
  static void removeBase() {
    // JUnit complains of links in what it removes.
    Trees.remove(directory.resolve("base"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stranger-key       | cannot trust M/dists/R/InRelease | key [0-9A-F]{16} is wanted, and it is none of the pinned keys
          expired-key        | cannot trust M/dists/R/InRelease | key [0-9A-F]{16}: expired has expired on 2025-02-01T.*
          revoked-key        | cannot trust M/dists/R/InRelease | key [0-9A-F]{16}: revoked has been revoked
          changed            | cannot trust M/dists/R/InRelease | key [0-9A-F]{16}: the signature of release does not match: the file has been changed
          page               | cannot trust M/dists/R/InRelease | a web page came instead
          empty              | cannot trust M/dists/R/InRelease | it is empty
          unsigned           | cannot trust M/dists/R/Release   | it is not signed: the mirror has neither InRelease nor Release.gpg
          nothing            | cannot fetch M/dists/R/InRelease | the mirror does not have it
          expired            | cannot use M/dists/R/InRelease   | it has expired on 2025-01-08T00:00:00Z, and this host's clock says .*
          future             | cannot use M/dists/R/InRelease   | it was made on 2099-01-01T00:00:00Z, but this host's clock says .*
          other-suite        | cannot use M/dists/R/InRelease   | it is about 'bullseye' \\(oldoldstable\\) instead of 'R'
          other-architecture | cannot use M/dists/R/InRelease   | it has nothing for amd64
          no-component       | cannot use M/dists/R/InRelease   | it has no component 'main'
          weak-digest        | cannot use M/dists/R/InRelease   | it names no file with a SHA256, and weaker digests do not count
          no-index           | cannot use M/dists/R/InRelease   | it names no file with a SHA256, and weaker digests do not count
          corrupt-index      | cannot fetch M/dists/R/main/binary-amd64/Packages.gz | its SHA256 is [0-9a-f]{64} instead of [0-9a-f]{64} .*
          short-index        | cannot fetch M/dists/R/main/binary-amd64/Packages.gz | it ends after .*
          gone-index         | cannot fetch M/dists/R/main/binary-amd64/Packages.gz | the mirror does not have it
          corrupt-base       | cannot fetch M/pool/main/h/hostname/hostname_.*_amd64.deb | its SHA256 is [0-9a-f]{64} instead of [0-9a-f]{64} .*
          short-base         | cannot fetch M/pool/main/h/hostname/hostname_.*_amd64.deb | it ends after .*
          gone-base          | cannot fetch M/pool/main/h/hostname/hostname_.*_amd64.deb | the mirror does not have it
          """)
  void usesNoMirrorThatIsNotRight(String name, String what, String why) throws IOException {
    URI mirror = REPOSITORIES.deb().resolve("bad/" + name).toUri();

    Failure failure = fails("small", RELEASE, mirror, "amd64", List.of());

    assertSays(mirror.toString(), what, why, failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /dists/R/InRelease      | CHANGED       | cannot trust M/dists/R/InRelease | .*
          /dists/R/InRelease      | PAGE          | cannot trust M/dists/R/InRelease | a web page came instead
          /dists/R/InRelease      | FORBIDDEN     | cannot fetch M/dists/R/InRelease | the mirror answers 403 .*
          /dists/R/InRelease      | REDIRECT_LOOP | cannot fetch M/dists/R/InRelease | it redirects again and again, .*
          R-updates/InRelease     | MISSING       | cannot trust M/dists/R-updates/Release | key .* the file has been changed.*
          R-updates/main/binary-amd64/Packages.gz | CHANGED | cannot fetch M/dists/R-updates/main/binary-amd64/Packages.gz | its SHA256 is .*
          R-updates/main/binary-amd64/Packages.gz | MISSING | cannot fetch M/dists/R-updates/main/binary-amd64/Packages.gz | the mirror does not have it
          R/main/binary-amd64/Packages.gz | PAGE   | cannot fetch M/dists/R/main/binary-amd64/Packages.gz | a web page came instead .*
          """)
  void saysWhatAMirrorAnswers(String path, String fault, String what, String why)
      throws IOException {
    try (FileServer server = FileServer.of(REPOSITORIES.deb().resolve("debian"))) {
      server.fault(
          path.replace("R/", RELEASE + "/").replace("R-", RELEASE + "-"), FAULTS.get(fault));
      String end = path.startsWith("R-") && fault.equals("MISSING") ? "/Release" : "/nothing";
      server.fault("-updates" + end, FileServer.CHANGED);

      Failure failure = fails("small", "whole", server.address(""), "amd64", List.of());

      assertSays(server.address("").toString(), what, why, failure);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://127.0.0.1:1    | 127.0.0.1 cannot be reached: .* \\(tried 3 times\\)
          http://jbuild.invalid | the name of jbuild.invalid cannot be resolved .*
          file:///nowhere       | the mirror does not have it
          """)
  void saysThatThereIsNoMirror(String mirror, String why) throws IOException {
    Failure failure = fails("small", RELEASE, URI.create(mirror), "amd64", List.of());

    assertSays(mirror, "cannot fetch M/dists/R/InRelease", why, failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no-key    | cannot read the key release | it is not at file:.*/release.asc
          other-key | cannot use the key release  | its fingerprint is [0-9A-F]{40} instead of [0-9A-F]{40}
          """)
  void needsTheKeyThatIsPinned(String profile, String what, String why) throws IOException {
    URI mirror = REPOSITORIES.deb().resolve("debian").toUri();

    assertSays("", what, why, fails(profile, RELEASE, mirror, "amd64", List.of()));
  }

  @Test
  void hasNothingForAnArchitectureThatTheMirrorHasNot() throws IOException {
    URI mirror = REPOSITORIES.deb().resolve("debian").toUri();

    Failure failure = fails("small", RELEASE, mirror, "arm64", List.of());

    assertSays(
        mirror.toString(), "cannot use M/dists/R/InRelease", "it has nothing for arm64", failure);
  }

  @Test
  void namesAPackageThatIsLikeTheOneThatThereIsNot() throws IOException {
    URI mirror = REPOSITORIES.deb().resolve("debian").toUri();

    Failure failure = fails("small", RELEASE, mirror, "amd64", List.of("jb-toool"));

    assertTrue(failure.what().endsWith(": cannot install jb-toool"), failure.what());
    assertEquals("did you mean 'jb-tool'?", failure.fix());
  }

  @Test
  void asksTheMirrorOfTheCommandLineWhereTheRecipeNamesNone() throws IOException {
    newWork();

    Jbuild.Result built =
        Jbuild.run(work, "build", "--mirror", "http://127.0.0.1:1/debian", "debian:" + RELEASE);

    assertEquals(4, built.status());
    assertTrue(
        built
            .err()
            .contains("cannot fetch http://127.0.0.1:1/debian/dists/" + RELEASE + "/InRelease"),
        built.err());
  }

  @Test
  void takesNoMirrorThatIsNoAddress() throws IOException {
    newWork();

    Jbuild.Result built =
        Jbuild.run(work, "plan", "--mirror", "ftp://mirror.invalid", "debian:" + RELEASE);

    assertEquals(2, built.status());
    assertEquals(
        """
        error: cannot use --mirror=ftp://mirror.invalid
          why: it is not the address of a mirror
          fix: write an http://, https:// or file:/// address
        """,
        built.err());
  }

  @Test
  void readsAReleaseWhoseSignatureIsAnotherFile() throws IOException {
    try (FileServer server = FileServer.of(REPOSITORIES.deb().resolve("debian"))) {
      server.fault("/InRelease", FileServer.MISSING);
      newWork();

      run(
          new Debian(
                  DebianFixture.packages(
                      directory, "small", RELEASE, server.address(""), "amd64", List.of(), false),
                  Map.of())
              .base()
              .subList(0, 1));
    }

    Path suite = work.resolve("mirror/archive/dists/" + RELEASE);
    assertTrue(Files.exists(suite.resolve("Release")));
    assertTrue(Files.exists(suite.resolve("Release.gpg")));
  }

  @Test
  void takesAKeyAndAReleaseThatHaveExpiredWhenToldTo() throws IOException {
    for (String name : List.of("expired", "expired-key")) {
      newWork();
      URI mirror = REPOSITORIES.deb().resolve("bad/" + name).toUri();
      DebianPackages packages =
          DebianFixture.packages(directory, "small", RELEASE, mirror, "amd64", List.of(), true);

      run(new Debian(packages, Map.of()).base().subList(0, 1));

      assertTrue(
          Files.exists(work.resolve("mirror/archive/dists/" + RELEASE + "/InRelease")), name);
    }
  }

  /** What is wrong with a package does not hurt the system; so all can use the same. */
  @Test
  void namesWhatIsWrongWithAPackage() throws IOException {
    Path built = BuiltImages.of("test-images/trixie.toml");
    Path base = directory.resolve("base");
    Finished.of(new ProcessBuilder("cp", "-a", built.toString(), base.toString())).successfully();

    assertAll(BROKEN.lines().map(line -> () -> assertInstalls(line.split(" +\\| +"))));
  }

  private void assertInstalls(String... words) throws IOException {
    newWork();
    Files.move(directory.resolve("base"), work.resolve("root"));
    URI mirror = REPOSITORIES.deb().resolve("debian").toUri();
    List<String> install = List.of(words[0]);
    Debian debian =
        new Debian(
            DebianFixture.packages(directory, "small", RELEASE, mirror, "amd64", install, false),
            Map.of());
    List<Step> steps = new ArrayList<>(debian.base().subList(0, 1));
    steps.addAll(debian.packages());
    try {
      Failure failure = assertThrows(Failure.class, () -> run(steps));
      assertSays(mirror.toString(), words[1], words[2], failure);
    } finally {
      Files.move(work.resolve("root"), directory.resolve("base"));
    }
  }

  private static final String BROKEN =
      """
      jb-corrupt        | cannot fetch M/pool/jb/jb-corrupt_1.0_all.deb | its SHA256 is .*
      jb-short          | cannot fetch M/pool/jb/jb-short_1.0_all.deb | it ends after .*
      jb-gone           | cannot fetch M/pool/jb/jb-gone_1.0_all.deb | the mirror does not have it
      jb-missingdep     | cannot install jb-missingdep | it needs jb-nonexistent \\(>= 3\\), which no repository has
      jb-missingversion | cannot install jb-missingversion | it needs jb-tool \\(>= 9\\), .*
      jb-conflicts      | cannot install jb-conflicts | it does not go with bash
      jb-foreign        | cannot install jb-foreign | it is for arm64, and the system is for amd64
      jb-fileconflict   | cannot install jb-fileconflict | /usr/bin/bash is also in bash
      jb-failpre        | cannot install jb-failpre | its pre-installation script ended with exit status 3
      jb-failpost       | cannot install jb-failpost | its post-installation script ended with exit status 4
      """;

  private Failure fails(
      String profile, String release, URI mirror, String architecture, List<String> install)
      throws IOException {
    newWork();
    Failure failure =
        assertThrows(
            Failure.class,
            () -> {
              DebianPackages packages =
                  DebianFixture.packages(
                      directory, profile, release, mirror, architecture, install, false);
              List<Step> base = new Debian(packages, Map.of()).base();
              // What fetches from this mirror; the last would make a system of it.
              run(
                  base.subList(0, base.size() - 1).stream()
                      .filter(step -> !step.name().startsWith("fetch debootstrap"))
                      .toList());
            });
    assertEquals(Map.of(), DebianFixture.wrongFiles(work.resolve("cache/debs/sha256")));
    return failure;
  }

  private void newWork() throws IOException {
    removeWork();
    work = Files.createDirectories(directory.resolve("work"));
  }

  private void run(List<Step> steps) {
    new BuildPlan(steps)
        .run(new Workspace(work, work.resolve("cache"), sandbox(), Progress.SILENT));
  }

  private MachineSandbox sandbox() {
    return new MachineSandbox(
        new Launcher(RuntimeDirectory.ofHost()), work.resolve("log"), line -> {});
  }

  private static void assertSays(String mirror, String what, String why, Failure failure) {
    String expected = filled(mirror, what);
    assertTrue(failure.what().matches(".*: " + expected), () -> shown(failure));
    assertTrue(failure.why().matches(filled(mirror, why)), () -> shown(failure));
    assertFalse(failure.fix().isBlank());
  }

  private static String shown(Failure failure) {
    return failure.getMessage() + "\n" + String.join("\n", failure.details());
  }

  private static String filled(String mirror, String pattern) {
    return pattern
        .replace("M/", mirror.replace("file:///", "file:/").replaceFirst("/$", "") + "/")
        .replace("/R/", "/" + RELEASE + "/")
        .replace("/R-", "/" + RELEASE + "-")
        .replace("'R'", "'" + RELEASE + "'");
  }
}
