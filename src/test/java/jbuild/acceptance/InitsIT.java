package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import jbuild.runner.image.Trees;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Old and new versions of systemd find on this host what each of them can live with. */
@Tag("root")
class InitsIT {
  @TempDir Path directory;
  private Path image;

  @AfterEach
  void removeTheCopy() {
    if (image != null) {
      // JUnit would warn of each link in it.
      Trees.remove(image);
    }
  }

  @ParameterizedTest
  @CsvSource({"bookworm, 252", "trixie, 257", "forky, 262"})
  void bootToTheStateRunning(String release, String version) {
    image = directory.resolve(release);
    Path built = BuiltImages.of("test-images/" + release + ".toml");
    Finished.of(new ProcessBuilder("cp", "-a", built.toString(), image.toString())).successfully();
    String machine = "inits-it-" + release;
    HostState before = HostState.with(machine);

    try (Terminal terminal =
        new Terminal(Jbuild.HOME, Jbuild.words("boot", "--machine=" + machine, image.toString()))) {
      RootShell shell = RootShell.of(terminal, release);
      String systemd = shell.answer("systemctl --version | cat");
      shell.expectAllIsWell();
      int status = shell.powerOff();

      assertAll(
          () -> assertTrue(systemd.contains("systemd " + version + " ("), systemd),
          () -> assertEquals(0, status),
          () -> assertEquals(before, HostState.with(machine)));
    }
  }

  @Test
  void areNamedBeforeTheStartWhenTheyCannotLiveWithTheHost() {
    Path built = BuiltImages.of("test-images/forky.toml");
    HostState before = HostState.with("inits-it-refused");

    Jbuild.Result result =
        Jbuild.run(
            Jbuild.HOME,
            Map.of("SYSTEMD_NSPAWN_UNIFIED_HIERARCHY", "no"),
            Jbuild.words("boot", "--machine=inits-it-refused", built.toString()));

    assertEquals(
        """
        error: cannot boot %s
          why: its systemd 262 refuses version 1 of control groups, and would see nothing else
          fix: unset SYSTEMD_NSPAWN_UNIFIED_HIERARCHY
        """
            .formatted(built),
        result.err());
    assertEquals(3, result.status());
    assertEquals("", result.out());
    assertEquals(before, HostState.with("inits-it-refused"));
  }
}
