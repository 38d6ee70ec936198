package jbuild.cli;

import java.io.PrintWriter;
import java.util.List;
import jbuild.builder.output.Stamp;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.console.Console;
import jbuild.runner.linux.HostName;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.machine.Foreground;
import jbuild.runner.nspawn.Draft;
import jbuild.runner.nspawn.Order;
import jbuild.runner.nspawn.Preset;
import jbuild.runner.nspawn.Surroundings;
import jbuild.runner.nspawn.Target;

/** Starts machines as boot and run do, whoever has read the words. */
final class Starter {
  private final Preset preset;
  private final ImageFinder images;
  private final Machines machines;
  private final List<String> words;

  /** The words are the payload's: a command, or the arguments of init. */
  Starter(Preset preset, ImageFinder images, Machines machines, List<String> words) {
    this.preset = preset;
    this.images = images;
    this.machines = machines;
    this.words = words;
  }

  /** The status of the payload, so that scripts can test what ran inside. */
  int start(Start typed, PrintWriter out, PrintWriter err) {
    Draft draft = preset.draft(new Surroundings(System.getenv(), HostName.current()));
    if (preset == Preset.RUN) {
      draft.keepEntrypoint();
    }
    // As far as they do not ask for a text.
    for (Start.Given each : typed.options()) {
      if (!draft.option(each.option(), each.value())) {
        break;
      }
    }
    if (draft.asked().isPresent()) {
      out.print(draft.asked().get());
      return ExitStatus.DONE.code();
    }
    StatusFile file = new StatusFile(typed.status());
    int status;
    try {
      status = start(draft, typed, err);
    } catch (Failure failure) {
      file.own(failure.status());
      throw failure;
    } catch (RuntimeException bug) {
      file.own(ExitStatus.BUG);
      throw bug;
    }
    file.payload(status);
    return status;
  }

  private int start(Draft draft, Start typed, PrintWriter err) {
    Order order = BundledOrder.of(draft, words, found -> target(found, typed), err);
    Console fitting = machines.fittingConsole();
    Console console =
        order.console().isPresent()
            ? order.console().get().on(fitting == Console.INTERACTIVE)
            : fitting;
    Foreground.Events news = order.quiet() ? new MachineNews.None() : new MachineNews(err);
    order.fetchImage((wished, template) -> machines.copyTemplate(wished, template, news));
    try {
      return machines.run(order.settings(), console, order.background(), news);
    } catch (SyscallFailure failure) {
      throw MissingProgram.explained(failure, order.settings());
    }
  }

  /** What the options name, or the word. */
  private Target target(Draft draft, Start typed) {
    return draft.namesImage() ? named(draft, typed) : found(draft, typed);
  }

  private Target found(Draft draft, Start typed) {
    Target target = Target.at(images.find(typed.image(), typed.output(), typed.changes()), draft);
    if (Stamp.isOn(target.plainPath())) {
      // The settings beside it are those of its recipe, for machines that boot.
      if (preset == Preset.BOOT) {
        draft.trustRecipe();
      } else {
        draft.passOverFiles();
      }
    }
    return target;
  }

  /**
   * As systemd-nspawn takes it: what lies beside it is not trusted, whoever seems to have made it.
   */
  private static Target named(Draft draft, Start typed) {
    Target target = Target.of(draft);
    if (typed.image().isPresent()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot start both '" + typed.image().get() + "' and " + target.path(),
          "one machine has one image",
          "name one of them");
    }
    return target;
  }
}
