package jbuild.builder.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Online;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.BuildSettings;
import jbuild.builder.recipe.BuildSource;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.text.Unwritable;
import jbuild.runner.Failure;

/**
 * Runs the build in the copy of the image, with the sources in sight.
 *
 * @param online for a build that uses the network
 */
record RunBuild(Recipe recipe, BuildSettings build, Online online) implements Step {
  // Below /run, where every machine has a file system of its own.
  private static final String PROGRAM = "/run/jbuild-build";
  private static final String START = "cd \"$SRCDIR\" && exec \"$@\"";

  @Override
  public String name() {
    return "build from sources";
  }

  @Override
  public void run(Workspace workspace) {
    BuildPlaces places = BuildPlaces.of(workspace);
    try (Scratch scratch = Scratch.of(recipe, places)) {
      Path program = writeProgram(places);
      // As a script does that is not told otherwise.
      makeReadable(places.directory("dest"));
      Command command =
          withSources(command(places), places)
              .bindReadOnly(program, PROGRAM)
              .bind(places.results(), BuildPlaces.RESULTS)
              .bind(scratch.directory(), BuildPlaces.SCRATCH)
              .within(build.limit());
      run(workspace, command);
    }
  }

  private void run(Workspace workspace, Command command) {
    try {
      workspace.sandbox().run(command, workspace.progress()::detail);
    } catch (ProgramFailure failure) {
      throw new ProgramFailure(
          "the build of " + recipe.image().name() + " from sources did not succeed",
          failure.why(),
          build.program() instanceof BuildSettings.Program.File file
              ? "correct the sources, or " + file.path()
              : "correct the sources, or build.run of the recipe",
          failure.details());
    }
  }

  private Command command(BuildPlaces places) {
    Recipe.Distribution distribution = recipe.distribution();
    boolean isText = build.program() instanceof BuildSettings.Program.Commands;
    List<String> start = List.of("/bin/sh", "-c", START, "build");
    List<String> program = isText ? List.of("/bin/sh", "-e", PROGRAM) : List.of(PROGRAM);
    Command command =
        Command.in(
                places.workspace().root(), Stream.concat(start.stream(), program.stream()).toList())
            .with("SRCDIR", BuildPlaces.SOURCES)
            .with("BUILDDIR", BuildPlaces.SCRATCH)
            .with("DESTDIR", BuildPlaces.RESULTS)
            .with("IMAGE_ID", recipe.image().name())
            .with("IMAGE_VERSION", recipe.image().version().orElse(""))
            .with("DISTRIBUTION", distribution.name())
            .with("RELEASE", distribution.release())
            .with("ARCHITECTURE", distribution.architecture());
    // What the recipe says of a variable counts.
    command = build.network() ? online.inImage(command) : command;
    for (String variable : build.environment()) {
      int end = variable.indexOf('=');
      command = command.with(variable.substring(0, end), variable.substring(end + 1));
    }
    return command;
  }

  private Command withSources(Command command, BuildPlaces places) {
    Command result = command;
    boolean alone = build.sources().size() == 1 && build.sources().get(0).isAlone();
    if (!alone) {
      Path all = places.directory("src");
      build.sources().forEach(source -> places.directory("src/" + source.target()));
      result = result.bind(all, BuildPlaces.SOURCES);
    }
    int number = 0;
    for (BuildSource source : build.sources()) {
      number++;
      String place =
          source.isAlone() ? BuildPlaces.SOURCES : BuildPlaces.SOURCES + "/" + source.target();
      result =
          source.writable()
              ? result.bindCovered(source.directory(), places.directory("over/" + number), place)
              : result.bindReadOnly(source.directory(), place);
    }
    return result;
  }

  private Path writeProgram(BuildPlaces places) {
    Path file = places.workspace().directory().resolve("program");
    try {
      if (build.program() instanceof BuildSettings.Program.Commands commands) {
        Files.writeString(file, commands.text());
      } else if (build.program() instanceof BuildSettings.Program.File beside) {
        Files.copy(beside.path(), file);
      }
      makeReadable(file);
      return file;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void makeReadable(Path path) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static Failure unwritable(Path path, IOException cause) {
    return Unwritable.besideOutputs(path, cause);
  }
}
