package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see when they type something wrong, or may not do what they ask for. */
@Tag("root")
@Tag("beside")
class WrongUseIT {
  private static final String NOBODY = "65534";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "boot --quite x | cannot use '--quite' | did you mean '--quiet'?",
        "biuld | cannot read biuld | did you mean the verb 'build'?",
        "nothing.toml | cannot read nothing.toml | pass the path of a recipe",
        "boot nothing | cannot start 'nothing' | name a directory, a disk image",
        "boot ./nothing | cannot start './nothing' | name a directory, a disk image",
        "boot nothing.toml | cannot read nothing.toml | pass the path of a recipe",
        "boot | cannot start the image last built | name a recipe",
        "boot a b | cannot use 'b' | 'jbuild boot --help' lists what there is",
        "run --bind=a:b:c:d . -- x | cannot use --bind=a:b:c:d | a colon inside a path is",
        "run --bind=/tmp:x . -- x | cannot use --bind=/tmp:x | begin it with /",
        "run -M ../x . -- x | cannot use --machine=../x | take at most 64 letters, digits",
        "run --uuid=zz . -- x | cannot use --uuid=zz | write 32 hexadecimal digits",
        "run --setenv=1=x . -- x | cannot use --setenv=1=x | write NAME=VALUE",
        "run --console=x . -- x | cannot use --console=x | write one of autopipe, interactive",
        "run --chdir=x . -- x | cannot use --chdir=x | begin it with /",
        "clone a | cannot run clone | write 'jbuild clone NAME NEW'",
        "clone ../a b | cannot use the name '../a' | take a name without slashes",
        "set-limit web much | cannot use 'much' | write bytes, with K, M, G or T",
        "export a --format=rar | cannot use --format=rar | write one of uncompressed, xz, gzip",
        "import-tar - | cannot name the image | write a name behind the file",
        "images --jsn | cannot use '--jsn' | did you mean '--json'?"
      })
  void isExplainedInThreeLines(String line, String what, String fix) throws IOException {
    Jbuild.Result result = Jbuild.run(directory, line.split(" "));

    List<String> lines = result.err().lines().toList();
    assertEquals(3, lines.size(), result.err());
    assertAll(
        () -> assertEquals("error: " + what, lines.get(0)),
        () -> assertTrue(lines.get(1).startsWith("  why: "), lines.get(1)),
        () -> assertTrue(lines.get(2).startsWith("  fix: "), lines.get(2)),
        () -> assertTrue(lines.get(2).contains(fix), lines.get(2)),
        () -> assertEquals("", result.out()),
        () -> assertEquals(2, result.status()),
        () -> assertEquals(List.of(), names()));
  }

  @Test
  void aDirectoryWithoutAnInitDoesNotBoot() throws IOException {
    Path image = directory.resolve("image");
    Files.writeString(
        Files.createDirectories(image.resolve("usr/lib")).resolve("os-release"), "ID=tiny\n");

    Jbuild.Result result = Jbuild.run(directory, "boot", "./image");

    assertEquals(
        """
        error: cannot boot %s
          why: no init in it: neither systemd nor /sbin/init
          fix: install an init (Debian: systemd-sysv), or run a program with 'run'
        """
            .formatted(image),
        result.err());
    assertEquals(1, result.status());
  }

  @Test
  void aProgramThatTheImageDoesNotHave() throws IOException {
    Path image = SharedImages.debian();
    Jbuild.Result result =
        Jbuild.run(directory, "run", "--quiet", image.toString(), "--", "no-such-program");

    assertEquals(
        """
        error: cannot execute no-such-program
          why: there is no such program in %s
          fix: install it in the image, or name another: one in its PATH, or by its path there
        """
            .formatted(image),
        result.err());
    assertEquals(1, result.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"web.toml", "boot web.toml", "run . -- true"})
  void whoIsNotRootHearsSoBeforeAnythingIsMade(String line) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.copy(Jbuild.HOME.resolve("recipes/debian.toml"), directory.resolve("web.toml"));
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    command.addAll(Jbuild.words(line.split(" ")));

    OwnCache cache = OwnCache.in(directory);
    Files.setPosixFilePermissions(cache.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));

    Jbuild.Result result = Jbuild.run(directory, cache.environment(), command);

    List<String> lines = result.err().lines().toList();
    assertEquals(3, lines.size(), result.err());
    assertAll(
        () ->
            assertEquals(
                "  why: it needs the rights of root, and CAP_SYS_ADMIN is not among ours",
                lines.get(1)),
        () -> assertTrue(lines.get(2).startsWith("  fix: run it as root, for example with sudo")),
        () -> assertEquals("", result.out()),
        () -> assertEquals(3, result.status()),
        () -> assertTrue(Files.notExists(directory.resolve("out"))),
        () -> assertTrue(Files.notExists(directory.resolve("cache/debs"))));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toString).toList();
    }
  }
}
