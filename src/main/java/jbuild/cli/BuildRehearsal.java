package jbuild.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jbuild.builder.ImageBuilder;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.Command;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.cli.progress.Display;

/**
 * Builds in which programs are not run: what is left of them is what jbuild itself does in each.
 *
 * @param directory empty, and nobody else's
 */
record BuildRehearsal(Path directory) {
  private static final String RECIPE =
      """
      [image]
      name = "%1$s"
      bootable = false
      tools = "tools"
      [distribution]
      name = "%1$s"
      release = "latest"
      """;

  /** Of each family whose tool fetches by itself one. */
  private static final List<String> DISTRIBUTIONS = List.of("fedora", "arch");

  private static final List<String> PROGRAMS =
      List.of("dnf5", "rpm", "pacman", "gpg", "gpgconf", "gpg-agent", "sh", "mount", "mkdir");

  /** What the programs say: which dnf or pacman it is, and which release was installed. */
  private static final List<String> ANSWERS =
      List.of(
          "dnf5 version 5.2.0.0",
          "installed release: fedora-release %s",
          "Pacman v7.0.0 - libalpm");

  /** Returns the paths of the outputs. */
  List<Path> run() throws IOException {
    Path programs = Files.createDirectories(directory.resolve("tools/usr/bin"));
    for (String name : PROGRAMS) {
      Path program = Files.createFile(programs.resolve(name));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    DistributionProfiles profiles = new DistributionProfiles();
    List<Path> outputs = new ArrayList<>();
    for (String name : DISTRIBUTIONS) {
      DistributionProfile profile = profiles.find(name).orElseThrow();
      // Programs of other machines would need an emulator.
      if (HostArchitecture.current().names().stream().anyMatch(profile.architectures()::contains)) {
        outputs.addAll(build(profile, profiles));
      }
    }
    return outputs;
  }

  private List<Path> build(DistributionProfile profile, DistributionProfiles profiles)
      throws IOException {
    Path file = directory.resolve(profile.name() + ".toml");
    Files.writeString(file, RECIPE.formatted(profile.name()));
    Recipe recipe = new RecipeReader(profiles, Map.of()).read(file);
    String release = profile.release(recipe.distribution().release()).orElseThrow().name();
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new ShownBuilds(
            new Display(nowhere, Optional::empty, Map.of()),
            progress ->
                new ImageBuilder(
                    directory.resolve("cache"),
                    (log, logged) ->
                        (command, lines) -> pretend(command, profile.name(), release, lines),
                    progress,
                    Map.of(),
                    profiles))
        .build(recipe, directory.resolve("out"));
  }

  /** The least that later steps find in every system, and in every keyring. */
  private static void pretend(
      Command command, String name, String release, Consumer<String> lines) {
    for (Command.Bind bind : command.binds()) {
      if (bind.target().endsWith("/target")) {
        write(bind.source().resolve("etc/shadow"), "root:*:::::::\n");
        write(bind.source().resolve("usr/lib/os-release"), "ID=" + name + "\n");
      } else if (bind.target().endsWith("/pacman")) {
        write(bind.source().resolve("keys/trustdb.gpg"), "");
      }
    }
    ANSWERS.forEach(answer -> lines.accept(answer.formatted(release)));
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
