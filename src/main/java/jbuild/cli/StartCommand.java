package jbuild.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** The verbs that start a machine: boot runs the image's init, run a command. */
final class StartCommand implements Callable<Integer> {
  private final ImageChoice choice = new ImageChoice();
  private final RecipeOptions changes = new RecipeOptions();
  private final MachineOptions options = new MachineOptions();
  private final Value<Path> status =
      Value.path(
          "FILE",
          "Write 'payload STATUS' into the file when a program in the machine gave the exit status,"
              + " and 'jbuild STATUS' when jbuild did.",
          StatusFile.NAME);
  private final CommandSpec spec;
  private final Starter starter;

  private StartCommand(CommandText text, Starter starter) {
    this.starter = starter;
    this.spec = Grammar.verb(text.name(), text.description(), text.footer(), this);
    choice.addTo(spec);
    changes.addTo(spec);
    options.addTo(spec);
    spec.addOption(status.spec());
  }

  private record CommandText(String name, String description, String footer) {}

  static StartCommand boot(Starter starter) {
    CommandText text =
        new CommandText(
            "boot",
            "Boot an image as a container, attached to its console.",
            "Words after -- are arguments of the image's init. The options in the middle are those"
                + " of systemd-nspawn(1).");
    return new StartCommand(text, starter);
  }

  static StartCommand run(Starter starter) {
    CommandText text =
        new CommandText(
            "run",
            "Run a command in an image, as a container's only program.",
            "Words after -- are the command; without them it is a login shell. The options in the"
                + " middle are those of systemd-nspawn(1).");
    return new StartCommand(text, starter);
  }

  CommandSpec spec() {
    return spec;
  }

  /** What was typed, once picocli has read it. */
  Start typed() {
    return new Start(
        options.given(), choice.word(), changes.changes(), choice.output(), status.given());
  }

  @Override
  public Integer call() {
    return starter.start(typed(), spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
