package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class EmptyDirectoryIT {
  private static final String RECIPE =
      """
      [image]
      name = "first"

      [distribution]
      name = "debian"
      release = "trixie"

      [system]
      hostname = "first"
      root-password = "empty"
      """;

  @TempDir Path directory;

  @Test
  void aRecipeIsAllThatADirectoryNeedsToBecomeALogin() throws IOException {
    Path project = Files.createDirectory(directory.resolve("project"));
    Files.writeString(project.resolve("recipe.toml"), RECIPE);
    Path programs = Files.createDirectory(directory.resolve("bin"));
    Files.createSymbolicLink(programs.resolve("jbuild"), Jbuild.HOME.resolve("jbuild"));

    Jbuild.Result build = Jbuild.result(project, onPath(programs, "jbuild", "recipe.toml"));

    assertEquals(0, build.status(), build.err());
    assertEquals("out/first\n", build.out());
    try (Terminal terminal = new Terminal(project, onPath(programs, "jbuild", "boot"))) {
      terminal.await("first login:");
      terminal.type("root");
      terminal.await("root@first:~#");
      terminal.type("poweroff");

      assertEquals(0, terminal.awaitEnd());
    }

    // JUnit would warn of every link in the image that leads out of the directory.
    Jbuild.result(project, List.of("rm", "-r", "out"));
  }

  private static List<String> onPath(Path programs, String... words) {
    List<String> all =
        new ArrayList<>(List.of("env", "PATH=" + programs + ":" + System.getenv("PATH")));
    all.addAll(List.of(words));
    return all;
  }
}
