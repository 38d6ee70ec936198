package jbuild.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jbuild.builder.ImageBuilder;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.Command;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.cli.progress.Display;

/**
 * A build in which programs are not run: what is left of it is what jbuild itself does in each.
 *
 * @param directory empty, and nobody else's
 */
record BuildRehearsal(Path directory) {
  private static final String RECIPE =
      """
      [image]
      name = "rehearsal"
      bootable = false
      tools = "tools"
      [distribution]
      name = "fedora"
      release = "latest"
      """;

  private static final List<String> PROGRAMS = List.of("dnf5", "rpm", "gpg", "sh", "mount");

  /** What the programs say: which dnf it is, and which release was installed. */
  private static final List<String> ANSWERS =
      List.of("dnf5 version 5.2.0.0", "installed release: fedora-release %s");

  /** Returns the paths of the outputs. */
  List<Path> run() throws IOException {
    Path programs = Files.createDirectories(directory.resolve("tools/usr/bin"));
    for (String name : PROGRAMS) {
      Path program = Files.createFile(programs.resolve(name));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path file = Files.writeString(directory.resolve("rehearsal.toml"), RECIPE);
    DistributionProfiles profiles = new DistributionProfiles();
    Recipe recipe = new RecipeReader(profiles, Map.of()).read(file);
    String release =
        profiles
            .find(recipe.distribution().name())
            .flatMap(profile -> profile.release(recipe.distribution().release()))
            .orElseThrow()
            .name();
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new ShownBuilds(
            new Display(nowhere, Optional::empty, Map.of()),
            progress ->
                new ImageBuilder(
                    directory.resolve("cache"),
                    (log, logged) -> (command, lines) -> pretend(command, release, lines),
                    progress,
                    Map.of(),
                    profiles))
        .build(recipe, directory.resolve("out"));
  }

  /** The least that later steps find in every system. */
  private static void pretend(Command command, String release, Consumer<String> lines) {
    for (Command.Bind bind : command.binds()) {
      if (bind.target().endsWith("/target")) {
        write(bind.source().resolve("etc"));
      }
    }
    ANSWERS.forEach(answer -> lines.accept(answer.formatted(release)));
  }

  private static void write(Path etc) {
    try {
      Files.createDirectories(etc);
      Files.writeString(etc.resolve("shadow"), "root:*:::::::\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
