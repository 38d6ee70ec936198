package jbuild.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Interruption;
import jbuild.runner.console.Console;
import jbuild.runner.linux.HostName;
import jbuild.runner.nspawn.Draft;
import jbuild.runner.nspawn.Getopt;
import jbuild.runner.nspawn.Options;
import jbuild.runner.nspawn.Order;
import jbuild.runner.nspawn.Surroundings;
import jbuild.runner.nspawn.Target;
import jbuild.runner.nspawn.WrongOption;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that is systemd-nspawn: its words, its messages and its exit statuses. */
final class NspawnCommand {
  static final String NAME = "nspawn";

  /** As the original calls itself, whose messages some callers read. */
  private static final String PROGRAM = "systemd-nspawn";

  private static final int FAILED = 1;

  private final Machines machines;
  private final FailurePrinter failures;
  private final PrintWriter out;
  private final PrintWriter err;

  NspawnCommand(Machines machines, FailurePrinter failures, PrintWriter out, PrintWriter err) {
    this.machines = machines;
    this.failures = failures;
    this.out = out;
    this.err = err;
  }

  /** What help and completion show of it. */
  static CommandSpec listing() {
    CommandSpec verb =
        Grammar.verb(
            NAME,
            "Be systemd-nspawn: the same words, the same exit statuses.",
            () -> {
              throw new Failure(
                  ExitStatus.WRONG_USAGE,
                  "cannot run " + NAME,
                  "other words come before it",
                  "begin with jbuild " + NAME);
            });
    new MachineOptions().addTo(verb);
    return verb;
  }

  /** The exit status of the payload, or 1 when nothing was started; of a signal, what it is. */
  int run(List<String> words) {
    try {
      return start(words);
    } catch (Failure failure) {
      String prefix = failure instanceof WrongOption ? "" : "error: ";
      err.println(Shown.text(prefix + failure.getMessage()));
      return failure instanceof Interruption interruption ? interruption.code() : FAILED;
    } catch (RuntimeException | Error e) {
      failures.print(e, err);
      return FAILED;
    }
  }

  private int start(List<String> words) {
    Draft draft = new Draft(new Surroundings(System.getenv(), HostName.current()));
    List<String> payload = new Getopt(PROGRAM, Options.known(), draft).parse(words);
    Optional<String> asked = draft.asked();
    if (asked.isPresent()) {
      out.print(asked.get());
      return 0;
    }
    if (draft.wantsCleanup()) {
      machines.cleanUp();
      return 0;
    }
    Order order = BundledOrder.of(draft, payload, Target::of, err);
    Console fitting = machines.fittingConsole();
    Console console =
        order.console().isPresent()
            ? order.console().get().on(fitting == Console.INTERACTIVE)
            : fitting;
    NspawnNews news = new NspawnNews(err, order.quiet());
    if (console == Console.PIPE && fitting == Console.INTERACTIVE) {
      news.pipesTerminal();
    }
    order.fetchImage((wished, template) -> machines.copyTemplate(wished, template, news));
    return machines.run(order.settings(), console, order.background(), news);
  }
}
