package jbuild.cli;

import java.util.List;
import java.util.concurrent.Callable;
import jbuild.runner.settings.Payload;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that runs a command. */
final class RunCommand implements Callable<Integer> {
  private final ImageChoice choice = new ImageChoice();
  private final MachineOptions options = new MachineOptions();
  private final StatusFile status = new StatusFile();
  private final CommandSpec spec;
  private final ImageFinder images;
  private final Machines machines;
  private final List<String> command;

  RunCommand(ImageFinder images, Machines machines, List<String> command) {
    this.images = images;
    this.machines = machines;
    this.command = command;
    this.spec =
        Grammar.verb(
            "run",
            "Run a command in an image, as a container's only program.",
            "Words after -- are the command; without them it is a login shell.",
            this);
    choice.addTo(spec);
    options.addTo(spec);
    status.addTo(spec);
  }

  CommandSpec spec() {
    return spec;
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
