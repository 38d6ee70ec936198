package jbuild.cli;

import java.util.List;
import java.util.concurrent.Callable;
import jbuild.runner.settings.Payload;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that boots an image. */
final class BootCommand implements Callable<Integer> {
  private final ImageChoice choice = new ImageChoice();
  private final MachineOptions options = new MachineOptions();
  private final StatusFile status = new StatusFile();
  private final CommandSpec spec;
  private final ImageFinder images;
  private final Machines machines;
  private final List<String> arguments;

  /** The arguments are those of the image's init. */
  BootCommand(ImageFinder images, Machines machines, List<String> arguments) {
    this.images = images;
    this.machines = machines;
    this.arguments = arguments;
    this.spec =
        Grammar.verb(
            "boot",
            "Boot an image as a container, attached to its console.",
            "Words after -- are arguments of the image's init.",
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
    return status.record(this::boot);
  }

  private int boot() {
    return machines.run(
        options.settings(choice.find(images), new Payload.Boot(arguments)),
        options.console(machines::fittingConsole),
        options.news(spec.commandLine().getErr()));
  }
}
