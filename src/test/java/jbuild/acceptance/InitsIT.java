package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import jbuild.runner.image.Trees;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
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
    // JUnit would warn of each link in it.
    Trees.remove(image);
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
}
