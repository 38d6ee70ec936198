package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.pacman.PacmanPackages;
import jbuild.builder.repository.PinnedKey;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.tools.FileServer;
import jbuild.tools.Repositories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories and package files that a recipe brings to a system of pacman's. */
@Tag("root")
@Tag("beside")
class ArchAdditionsIT {
  private static final Repositories REPOSITORIES = SmallArch.REPOSITORIES;
  private static final List<String> OWN = List.of("core", "extra");
  private static final String PLACE = "/os/x86_64";

  @TempDir static Path directory;
  private static SmallArch small;
  private static FileServer server;

  @BeforeAll
  static void describe() throws IOException {
    List<String> keys = List.of("release");
    new SmallArch(directory.resolve("jbuild/distributions")).described("base", OWN, keys);
    small = new SmallArch(directory.resolve("small")).described("bash, filesystem", OWN, keys);
    server = FileServer.of(REPOSITORIES.pacman());
  }

  @AfterAll
  static void end() {
    server.close();
    Trees.remove(directory.resolve("out"));
  }

  @Test
  void installsFromARepositoryThatStaysAndFromOthersThatDoNot() throws IOException {
    String kept = server.address("/").toString().replaceFirst("/$", "") + "/$repo/os/$arch";
    String others = SmallArch.mirror("broken" + PLACE).toString();
    Files.writeString(
        directory.resolve("web.toml"),
        """
        [image]
        name = "web"
        [distribution]
        name = "arch"
        release = "rolling"
        mirror = "%s"
        [packages]
        install = ["jb-new", "jb-stranger", "jb-tool"]
        files = ["%s", "%s", "%s"]
        %s
        %s
        """
            .formatted(
                SmallArch.mirror(""),
                file("broken", "jb-unsigned"),
                file("extra", "jb-chain-a"),
                // The distribution has another version.
                file("updates", "jb-tool"),
                RpmImages.repository("updates", kept, "release", true),
                RpmImages.repository("broken", others, "stranger", false)));

    Jbuild.Result built =
        Jbuild.run(
            directory,
            Map.of("XDG_CONFIG_HOME", directory.toString()),
            Jbuild.words("build", "--output-dir=out", "web.toml"));

    assertEquals(0, built.status(), built.err());
    Path image = directory.resolve("out/web");
    Path keyring = image.resolve("usr/share/pacman/keyrings");
    assertAll(
        () ->
            assertEquals(
                "#!/bin/sh\necho \"jb-new 2.0\"\n",
                Files.readString(image.resolve("usr/bin/jb-new"))),
        () ->
            assertEquals(
                "#!/bin/sh\necho \"jb-tool 2.0\"\n",
                Files.readString(image.resolve("usr/bin/jb-tool"))),
        () -> assertTrue(Files.exists(image.resolve("usr/share/jb/stranger"))),
        () -> assertTrue(Files.exists(image.resolve("usr/share/jb/unsigned"))),
        () -> assertTrue(Files.exists(image.resolve("usr/share/jb/chain-c"))),
        () ->
            assertEquals(
                """
                [options]
                Architecture = auto
                SigLevel = Required DatabaseOptional

                [core]
                Include = /etc/pacman.d/mirrorlist

                [updates]
                SigLevel = Required
                Server = %s
                """
                    .formatted(kept),
                Files.readString(image.resolve("etc/pacman.conf"))),
        () ->
            assertEquals(
                List.of("repository-updates-trusted", "repository-updates.gpg"), names(keyring)),
        () ->
            assertEquals(
                REPOSITORIES.fingerprint("release") + ":3:\n",
                Files.readString(keyring.resolve("repository-updates-trusted"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          expired  | jb-fine     | cannot trust the repository broken | its key has expired or was revoked | get a newer key from those who made the repository
          revoked  | jb-fine     | cannot trust the repository broken | its key has expired or was revoked | get a newer key from those who made the repository
          stranger | jb-expired  | cannot trust a package             | it is signed by a key that is not known: [0-9A-F]+ | .*; or see whether a repository of the recipe has it so
          stranger | jb-unsigned | cannot trust jb-unsigned-.*        | it is not signed | .*
          stranger | jb-corrupt  | cannot trust jb-corrupt.*          | it .* | .*
          """)
  void believesInARepositoryOnlyWhatItsKeyHasSigned(
      String key, String name, String what, String why, String fix) {
    Additions additions =
        new Additions(List.of(added("broken", SmallArch.mirror("broken" + PLACE), key)), List.of());

    assertSays(what, why, fix, fails(OWN, List.of(name), additions));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unsigned     | cannot trust the list of packages core.db | it is not signed
          stranger-key | cannot trust core                         | it is signed by a key that is not known: .*
          changed      | cannot trust core                         | it was changed after jbuild test release .* signed it
          nothing      | cannot fetch core.db                      | .* answers with status 404
          """)
  void usesNoListOfARepositoryThatIsNotRight(String mirror, String what, String why) {
    URI address = server.address("/bad/" + mirror + "/$repo/os/$arch");
    Additions additions = new Additions(List.of(added("core", address, "release")), List.of());

    assertSays(
        what,
        why,
        "correct address, key and fingerprint of the repository core",
        fails(List.of("extra"), List.of("jb-tool"), additions));
  }

  @Test
  void saysThatTheDirectoryOfARepositoryIsNotThere() {
    Additions additions =
        new Additions(
            List.of(added("broken", URI.create("file:///nowhere"), "release")), List.of());

    assertSays(
        "cannot fetch from /nowhere",
        "there is no such directory",
        "correct the address of the repository broken",
        fails(OWN, List.of("jb-tool"), additions));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jb-short        | cannot install .*/jb-short.*  | it is no whole package of pacman: .*
          jb-corrupt      | cannot install .*/jb-corrupt.* | it is no whole package of pacman: .*
          jb-foreign      | cannot install .*/jb-foreign.* | it is for aarch64, and the system is for x86_64
          jb-missingdep   | cannot install jb-missingdep   | it needs jb-nonexistent>=3, which no repository has
          jb-conflicts    | cannot install jb-conflicts    | it does not go with bash
          jb-fileconflict | cannot install bash and jb-fileconflict | both have /usr/bin/bash
          """)
  void saysWhatIsWrongWithAFile(String name, String what, String why) throws IOException {
    Additions additions = new Additions(List.of(), List.of(Path.of(file("broken", name))));

    assertSays(what, why, ".*", fails(OWN, List.of(), additions));
  }

  @Test
  void takesNoTwoFilesOfOnePackage() throws IOException {
    List<Path> files =
        List.of(Path.of(file("extra", "jb-tool")), Path.of(file("updates", "jb-tool")));

    assertSays(
        "cannot install .*/updates/.*",
        ".*/extra/.* is a package jb-tool too",
        "leave one of them out of packages.files",
        fails(OWN, List.of(), new Additions(List.of(), files)));
  }

  private static Failure fails(
      List<String> repositories, List<String> install, Additions additions) {
    Path work = directory.resolve("work");
    PacmanPackages packages =
        small.packages(SmallArch.mirror(""), repositories, install, additions);
    try {
      Files.createDirectory(work);
      Failure failure = assertThrows(Failure.class, () -> SmallArch.make(packages, work));
      assertFalse(Files.exists(work.resolve("root/usr")));
      return failure;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      Trees.remove(work);
    }
  }

  private static void assertSays(String what, String why, String fix, Failure failure) {
    assertTrue(failure.what().matches(".*: " + what), failure.what());
    assertTrue(failure.why().matches(why), failure.why());
    assertTrue(failure.fix().matches(fix), failure.fix());
  }

  private static AddedRepository added(String name, URI address, String key) {
    URI place = REPOSITORIES.keys().resolve(key + ".asc").toUri();
    PinnedKey pin = new PinnedKey(name, REPOSITORIES.fingerprint(key), place);
    return new AddedRepository(name, address, List.of(), List.of(), pin, false);
  }

  private static String file(String repository, String name) throws IOException {
    try (Stream<Path> files = Files.list(REPOSITORIES.pacman().resolve(repository + PLACE))) {
      return files
          .map(Path::toString)
          .filter(path -> path.contains("/" + name + "-") && path.endsWith(".zst"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> names(Path place) {
    return Stream.of(place.toFile().list()).sorted().toList();
  }
}
