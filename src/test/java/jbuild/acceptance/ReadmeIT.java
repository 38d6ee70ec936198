package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import jbuild.runner.image.Trees;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README do what it says, in its order. */
@Tag("root")
@Tag("beside")
class ReadmeIT {
  private static final Pattern RECIPE =
      Pattern.compile("<!-- tested: (\\S+) -->\n```toml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMANDS =
      Pattern.compile("<!-- tested -->\n```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @AfterEach
  void removeTheImages() {
    // JUnit would warn of each link in them.
    Trees.remove(directory.resolve("out"));
  }

  @Test
  void everyCommandSucceeds() throws IOException {
    String readme = Files.readString(Jbuild.HOME.resolve("README.md"));
    Files.createDirectory(directory.resolve("recipes"));
    Files.copy(
        Jbuild.HOME.resolve("recipes/debian.toml"), directory.resolve("recipes/debian.toml"));
    for (MatchResult recipe : RECIPE.matcher(readme).results().toList()) {
      Files.writeString(directory.resolve(recipe.group(1)), recipe.group(2));
    }
    List<String> commands =
        COMMANDS.matcher(readme).results().flatMap(block -> block.group(1).lines()).toList();

    assertEquals(11, commands.size());
    for (String command : commands) {
      String[] words = command.replaceFirst("^sudo ", "").split(" ");
      assertTrue(List.of("jbuild", "./jbuild").contains(words[0]), command);
      succeeds(command, Arrays.copyOfRange(words, 1, words.length));
    }
  }

  private void succeeds(String command, String... words) {
    if (!words[0].equals("boot")) {
      Jbuild.Result result = Jbuild.run(directory, words);
      assertEquals(0, result.status(), command + "\n" + result.err());
      return;
    }
    try (Terminal terminal = new Terminal(directory, Jbuild.words(words))) {
      terminal.await(" login:");
      terminal.type("root");
      terminal.await(":~#");
      terminal.type("poweroff");
      assertEquals(0, terminal.awaitEnd(), command);
    }
  }
}
