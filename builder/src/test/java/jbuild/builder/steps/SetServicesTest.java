package jbuild.builder.steps;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Recipe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class SetServicesTest {
  private final List<Command> commands = new ArrayList<>();
  @TempDir Path directory;
  private Workspace workspace;

  @BeforeEach
  void makeRoot() throws IOException {
    Files.createDirectory(directory.resolve("root"));
    workspace =
        new Workspace(
            directory, directory, (command, lines) -> commands.add(command), Progress.SILENT);
  }

  @Test
  void unitsAreDisabledBeforeOthersAreEnabled() {
    SetServices step =
        new SetServices(new Recipe.Services(List.of("a", "b.timer"), List.of("c"), List.of("d")));

    step.run(workspace);

    assertAll(
        () -> assertEquals("enable a b.timer, disable c, mask d", step.name()),
        () ->
            assertEquals(
                List.of(
                    List.of("systemctl", "disable", "--", "c"),
                    List.of("systemctl", "enable", "--", "a", "b.timer"),
                    List.of("systemctl", "mask", "--", "d")),
                commands.stream().map(Command::argv).toList()));
  }

  @Test
  void presetsDecideBeforeUnitsThatAreNamed() {
    SetServices step =
        new SetServices(
            new Recipe.Services(
                List.of("a.service"),
                List.of(),
                List.of(),
                List.of("enable ssh.service", "disable *"),
                true));

    step.run(workspace);

    assertAll(
        () -> assertEquals("preset all units, enable a.service", step.name()),
        () ->
            assertEquals(
                "enable ssh.service\ndisable *\n",
                Files.readString(
                    directory.resolve("root/etc/systemd/system-preset/00-recipe.preset"))),
        () ->
            assertEquals(
                List.of(
                    List.of("systemctl", "preset-all"),
                    List.of("systemctl", "enable", "--", "a.service")),
                commands.stream().map(Command::argv).toList()));
  }
}
