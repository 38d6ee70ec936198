package jbuild.builder.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Online;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Script;
import jbuild.builder.recipe.ScriptPlace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * Runs a script of the recipe, in the image or beside it.
 *
 * @param number its place among the recipe's scripts, counted from 1
 * @param environment where proxies are found, for those that use the network
 */
public record RunScript(int number, Script script, Map<String, String> environment)
    implements Step {
  // Below /run, where every machine has a file system of its own: nothing of it stays in the image.
  private static final String INSIDE = "/run/jbuild-script";
  private static final String ROOT = "/run/jbuild/root";
  private static final Path HOST = Path.of("/");

  /** Without a proxy. */
  public RunScript(int number, Script script) {
    this(number, script, Map.of());
  }

  public RunScript {
    environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return "run script " + number + " (" + script.phase() + ")";
  }

  @Override
  public void run(Workspace workspace) {
    Path file = workspace.directory().resolve("script");
    try {
      Files.writeString(file, script.run());
      runFile(workspace, file);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + file,
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
  }

  private void runFile(Workspace workspace, Path file) throws IOException {
    Command command = command(workspace).bindReadOnly(file, INSIDE).within(script.limit());
    try {
      workspace
          .sandbox()
          .run(script.network() ? online(command) : command, workspace.progress()::detail);
    } catch (ProgramFailure failure) {
      throw new ProgramFailure(
          "script " + number + " of phase " + script.phase() + " did not succeed",
          failure.why(),
          "correct the script: it is the " + ordinal(number) + " [[scripts]] of the recipe",
          failure.details());
    }
  }

  private Command online(Command command) {
    Online online = new Online(environment);
    return script.where() == ScriptPlace.HOST
        ? online.besideImage(command)
        : online.inImage(command);
  }

  /** Values of variables can be secrets. */
  @Override
  public String toString() {
    return "RunScript[" + number + ", " + script + "]";
  }

  private Command command(Workspace workspace) throws IOException {
    if (script.where() == ScriptPlace.IMAGE) {
      return Command.in(workspace.root(), "/bin/sh", "-e", INSIDE);
    }
    makeRoot(workspace.root());
    return Command.in(HOST, "/bin/sh", "-e", INSIDE)
        .bind(workspace.root(), ROOT)
        .with("JBUILD_ROOT", ROOT);
  }

  /** Before the bootstrap the first script makes it. */
  private static void makeRoot(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectory(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static String ordinal(int number) {
    boolean teen = number / 10 % 10 == 1;
    return number
        + switch (teen ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }
}
