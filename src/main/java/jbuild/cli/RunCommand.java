package jbuild.cli;

import java.util.List;
import java.util.concurrent.Callable;
import jbuild.runner.machine.Payload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = "Run a command in an image, as a container's only program.",
    footer = "Words after -- are the command; without them it is a login shell.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ImageChoice choice;
  @Mixin private MachineOptions options;
  @Mixin private StatusFile status;

  private final ImageFinder images;
  private final Machines machines;
  private final List<String> command;

  RunCommand(ImageFinder images, Machines machines, List<String> command) {
    this.images = images;
    this.machines = machines;
    this.command = command;
  }

  /** Exits with the status of the payload, so that scripts can test what ran inside. */
  @Override
  public Integer call() {
    return status.record(this::run);
  }

  private int run() {
    return machines.run(
        options.settings(choice.find(images), new Payload.Program(command)),
        options.console(machines::fittingConsole),
        options.news(spec.commandLine().getErr()));
  }
}
