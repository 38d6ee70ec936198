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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.pacman.PacmanPackages;
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

/** Arch, made by pacman from small repositories: good ones become systems, others say why not. */
@Tag("root")
@Tag("beside")
class PacmanIT {
  private static final Repositories REPOSITORIES = SmallArch.REPOSITORIES;
  private static final List<String> KEYS = List.of("release", "expired", "revoked");

  @TempDir static Path directory;
  private static SmallArch small;
  private static FileServer server;

  @BeforeAll
  static void describe() throws IOException {
    new SmallArch(directory.resolve("jbuild/distributions"))
        .described("base", SmallArch.NAMES, KEYS);
    // What is wrong with a package does not depend on how many others there are.
    small =
        new SmallArch(directory.resolve("small"))
            .described("bash, filesystem", SmallArch.NAMES, KEYS);
    server = FileServer.of(REPOSITORIES.root());
  }

  @AfterAll
  static void end() {
    server.close();
    Trees.remove(directory.resolve("out"));
  }

  @Test
  void aRecipeBecomesASystemThatRuns() throws IOException {
    Path recipe = directory.resolve("pac.toml");
    Files.writeString(
        recipe,
        """
        [image]
        name = "pac"

        [distribution]
        name = "arch"
        release = "rolling"
        mirror = "%s"

        [packages]
        install = ["jb-chain-a", "jb-group", "jb-scriptlet"]
        remove = ["jb-config"]

        [services]
        enable = ["report.service"]

        [[files]]
        path = "/etc/systemd/system/report.service"
        content = \"""
        [Unit]
        Description=Report on the console

        [Service]
        Type=exec
        ExecStart=/bin/sh -c 'state=$(systemctl is-system-running --wait); failed=$(systemctl --failed --no-legend); echo "It is $state, and failed: ($failed)." >/dev/console; systemctl poweroff'

        [Install]
        WantedBy=multi-user.target
        \"""
        """
            .formatted(REPOSITORIES.pacman().toUri()));
    String out = directory.resolve("out").toString();

    Jbuild.Result build = jbuild("build", "--output-dir", out, recipe.toString());
    Jbuild.Result boot = jbuild("boot", "--ephemeral", "--output-dir", out, "pac");

    Path image = directory.resolve("out/pac");
    assertAll(
        () -> assertEquals(0, build.status(), build.err()),
        () -> assertTrue(boot.out().contains("It is running, and failed: ()."), boot.out()),
        () ->
            assertEquals(
                List.of("jb-scriptlet 1.0", "proc=yes", "devnull=yes"),
                Files.readAllLines(image.resolve("var/lib/jb/post"))),
        () ->
            assertEquals(
                "Server = https://geo.mirror.pkgbuild.com/$repo/os/$arch\n",
                Files.readString(image.resolve("etc/pacman.d/mirrorlist"))),
        () -> assertEquals("", Files.readString(image.resolve("etc/machine-id"))),
        () -> assertEquals(List.of(), names(image.resolve("var/lib/pacman/sync"))),
        () -> assertEquals(List.of(), names(image.resolve("var/cache/pacman/pkg"))),
        () -> assertEquals(List.of(), names(image.resolve("dev"))),
        () -> assertFalse(Files.exists(image.resolve("var/log/pacman.log"))),
        () -> assertTrue(Files.exists(image.resolve("usr/share/jb/chain-c"))),
        () -> assertTrue(Files.exists(image.resolve("usr/share/jb/tool"))),
        () -> assertFalse(Files.exists(image.resolve("usr/share/jb/config"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jb-toool          | cannot install jb-toool                 | the repositories have no package or group of this name
          jb-unsigned       | cannot trust jb-unsigned-.*             | it is not signed
          jb-stranger       | cannot trust a package                  | it is signed by a key that is not known: [0-9A-F]+
          jb-expired        | cannot trust jb-expired                 | the key of jbuild test expired .* has expired
          jb-revoked        | cannot trust jb-revoked                 | the key of jbuild test revoked .* was revoked
          jb-corrupt        | cannot trust jb-corrupt.*               | it .*
          jb-short          | cannot trust jb-short.*                 | .*
          jb-gone           | cannot fetch jb-gone.*                  | the directory of the mirror does not have it
          jb-missingdep     | cannot install jb-missingdep            | it needs .*, which no repository has
          jb-missingversion | cannot install jb-missingversion        | it needs .*, which no repository has
          """)
  void namesWhatIsWrongWithAPackageBeforeAnythingIsInstalled(String name, String what, String why) {
    Failure failure = fails(SmallArch.mirror(""), List.of("core", "extra", "broken"), name);

    assertSays(what, why, failure);
    assertFalse(Files.exists(directory.resolve("work/root/usr")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jb-fileconflict | cannot install bash and jb-fileconflict       | both have /usr/bin/bash
          jb-failpre      | the scriptlet of jb-failpre failed            | a program of the package did not succeed, .*
          jb-failpost     | the scriptlet of jb-failpost failed           | a program of the package did not succeed, .*
          jb-failposthook | the hook ".*" failed                          | a program of the package did not succeed, .*
          """)
  void failsWhereAPackageDoes(String name, String what, String why) {
    assertSays(what, why, fails(SmallArch.mirror(""), List.of("core", "extra", "broken"), name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stranger-key | cannot trust core                          | it is signed by a key that is not known: .*
          expired-key  | cannot trust core                          | the key of jbuild test expired .* has expired
          revoked-key  | cannot trust core                          | the key of jbuild test revoked .* was revoked
          unsigned     | cannot trust the list of packages core.db  | it is not signed
          changed      | cannot trust core                          | it was changed after jbuild test release .* signed it
          short-index  | cannot trust core                          | it was changed after jbuild test release .* signed it
          nothing      | cannot fetch core.db                       | .* answers with status 404
          """)
  void usesNoListOfPackagesThatIsNotRight(String mirror, String what, String why) {
    assertSays(what, why, fails(web("bad/" + mirror), List.of("core", "extra"), "jb-tool"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MISSING   | cannot fetch core.db                       | 127.0.0.1:.* answers with status 404
          BROKEN    | cannot fetch core.db                       | 127.0.0.1:.* answers with status 503
          PAGE      | cannot trust core                          | it was changed after .*
          """)
  void saysWhatAMirrorAnswers(String fault, String what, String why) {
    Failure failure;
    try (FileServer faulty = FileServer.of(REPOSITORIES.pacman())) {
      faulty.fault("core.db", fault(fault));
      failure = fails(faulty.address("/"), List.of("core", "extra"), "jb-tool");
    }

    assertSays(what, why, failure);
  }

  private static FileServer.Fault fault(String name) {
    return switch (name) {
      case "MISSING" -> FileServer.MISSING;
      case "BROKEN" -> FileServer.BROKEN;
      default -> FileServer.PAGE;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://127.0.0.1:1     | nothing answers at 127.0.0.1:1
          http://jbuild.invalid  | there is no host jbuild.invalid
          file:///nowhere        | .*
          """)
  void saysThatThereIsNoMirror(String mirror, String why) {
    assertSays("cannot .*", why, fails(URI.create(mirror), List.of("core"), "jb-tool"));
  }

  private static void assertSays(String what, String why, Failure failure) {
    assertTrue(failure.what().matches(".*: " + what), failure.what());
    assertTrue(failure.why().matches(why), failure.why());
  }

  private static Failure fails(URI mirror, List<String> repositories, String name) {
    Path work = directory.resolve("work");
    try {
      Files.createDirectory(work);
      PacmanPackages packages = small.packages(mirror, repositories, List.of(name), Additions.NONE);
      return assertThrows(Failure.class, () -> SmallArch.make(packages, work));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      Trees.remove(work);
    }
  }

  private static URI web(String path) {
    return server.address("/pacman/" + path);
  }

  private static Jbuild.Result jbuild(String... words) {
    return Jbuild.run(
        directory, Map.of("XDG_CONFIG_HOME", directory.toString()), Jbuild.words(words));
  }

  private static List<String> names(Path place) {
    return Arrays.asList(place.toFile().list());
  }
}
