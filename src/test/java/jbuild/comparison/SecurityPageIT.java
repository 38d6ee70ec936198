package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import jbuild.runner.image.Trees;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/security.md do what it says. */
@Tag("root")
class SecurityPageIT {
  private static final Pattern COMMANDS =
      Pattern.compile("<!-- tested -->\n```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @AfterEach
  void removeTheImage() {
    // JUnit would warn of each link in it.
    Trees.remove(directory.resolve("out"));
  }

  @Test
  void everyCommandSucceeds() throws IOException {
    String page = Files.readString(BuiltImages.PROJECT.resolve("docs/security.md"));
    List<String> commands =
        COMMANDS.matcher(page).results().flatMap(block -> block.group(1).lines()).toList();
    Files.createDirectory(directory.resolve("out"));
    ProbedHost.makeImage(directory.resolve("out/untrusted"));

    assertAll(
        () -> assertEquals(2, commands.size()),
        () -> {
          for (String command : commands) {
            String[] words = command.replaceFirst("^sudo jbuild ", "").split(" ");
            assertEquals("sudo jbuild " + String.join(" ", words), command);
            Finished.of(BuiltImages.jbuild(words).directory(directory.toFile())).successfully();
          }
        });
  }
}
