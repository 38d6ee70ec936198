package jbuild.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import jbuild.runner.ExitStatus;
import jbuild.runner.console.Console;
import jbuild.runner.linux.HostName;
import jbuild.runner.machine.Foreground;
import jbuild.runner.nspawn.Draft;
import jbuild.runner.nspawn.Order;
import jbuild.runner.nspawn.Preset;
import jbuild.runner.nspawn.Surroundings;
import picocli.CommandLine.Model.CommandSpec;

/** The verbs that start a machine: boot runs the image's init, run a command. */
final class StartCommand implements Callable<Integer> {
  private final ImageChoice choice = new ImageChoice();
  private final MachineOptions options = new MachineOptions();
  private final StatusFile status = new StatusFile();
  private final CommandSpec spec;
  private final Preset preset;
  private final ImageFinder images;
  private final Machines machines;
  private final List<String> words;

  private StartCommand(
      CommandText text, Preset preset, ImageFinder images, Machines machines, List<String> words) {
    this.preset = preset;
    this.images = images;
    this.machines = machines;
    this.words = words;
    this.spec = Grammar.verb(text.name(), text.description(), text.footer(), this);
    choice.addTo(spec);
    options.addTo(spec);
    status.addTo(spec);
  }

  private record CommandText(String name, String description, String footer) {}

  /** The words are the arguments of the image's init. */
  static StartCommand boot(ImageFinder images, Machines machines, List<String> words) {
    CommandText text =
        new CommandText(
            "boot",
            "Boot an image as a container, attached to its console.",
            "Words after -- are arguments of the image's init. The options in the middle are those"
                + " of systemd-nspawn(1).");
    return new StartCommand(text, Preset.BOOT, images, machines, words);
  }

  /** The words are the command. */
  static StartCommand run(ImageFinder images, Machines machines, List<String> words) {
    CommandText text =
        new CommandText(
            "run",
            "Run a command in an image, as a container's only program.",
            "Words after -- are the command; without them it is a login shell. The options in the"
                + " middle are those of systemd-nspawn(1).");
    return new StartCommand(text, Preset.NSPAWN, images, machines, words);
  }

  CommandSpec spec() {
    return spec;
  }

  /** Exits with the status of the payload, so that scripts can test what ran inside. */
  @Override
  public Integer call() {
    Draft draft = preset.draft(new Surroundings(System.getenv(), HostName.current()));
    options.giveTo(draft);
    Optional<String> asked = draft.asked();
    if (asked.isPresent()) {
      spec.commandLine().getOut().print(asked.get());
      return ExitStatus.DONE.code();
    }
    return status.record(() -> start(draft));
  }

  private int start(Draft draft) {
    PrintWriter err = spec.commandLine().getErr();
    Order order = BundledOrder.of(draft, words, found -> choice.find(found, images), err);
    Console console =
        order
            .console()
            .map(mode -> mode.on(machines.fittingConsole() == Console.INTERACTIVE))
            .orElseGet(machines::fittingConsole);
    Foreground.Events news = order.quiet() ? new MachineNews.None() : new MachineNews(err);
    order.fetchImage((wished, template) -> machines.copyTemplate(wished, template, news));
    return machines.run(order.settings(), console, order.background(), news);
  }
}
