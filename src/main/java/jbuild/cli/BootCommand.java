package jbuild.cli;

import java.util.List;
import java.util.concurrent.Callable;
import jbuild.runner.machine.Payload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "boot",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = "Boot an image as a container, attached to its console.",
    footer = "Words after -- are arguments of the image's init.")
final class BootCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ImageChoice choice;
  @Mixin private MachineOptions options;
  @Mixin private StatusFile status;

  private final ImageFinder images;
  private final Machines machines;
  private final List<String> arguments;

  /** The arguments are those of the image's init. */
  BootCommand(ImageFinder images, Machines machines, List<String> arguments) {
    this.images = images;
    this.machines = machines;
    this.arguments = arguments;
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
