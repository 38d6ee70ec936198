package jbuild.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jbuild.builder.oci.BundleReader;
import jbuild.builder.oci.BundledMachine;
import jbuild.builder.oci.OciBundle;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.nspawn.ConsoleMode;
import jbuild.runner.nspawn.Draft;
import jbuild.runner.nspawn.Order;
import jbuild.runner.nspawn.Target;

/** What somebody wants, with what a bundle or a settings file says where options do not. */
final class BundledOrder {
  private BundledOrder() {}

  /**
   * The order that draft and words are, with what a settings file says where there is no bundle.
   *
   * @param find says where the image is
   * @param err gets what has no effect, in lines
   */
  static Order of(Draft draft, List<String> words, Function<Draft, Target> find, PrintWriter err) {
    Optional<Path> directory = draft.bundle();
    if (directory.isEmpty()) {
      Target target = find.apply(draft);
      return Order.of(draft, target, FileWarnings.apply(draft, target, words, err));
    }
    OciBundle bundle = BundleReader.read(directory.get());
    if (bundle.root().isPresent()) {
      draft.startFrom(bundle.root().get());
    } else if (!draft.hasRoot()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot use the bundle " + directory.get(),
          "/root: it is missing",
          "add it to config.json, or name a directory with --directory=");
    }
    Order order = Order.of(draft, find.apply(draft), words);
    if (!order.quiet()) {
      bundle.ignored().forEach(line -> err.println("config.json: " + line + "; ignored"));
    }
    Optional<ConsoleMode> console =
        bundle.isWithoutTerminal() ? Optional.of(ConsoleMode.PIPE) : Optional.empty();
    return new Order(
        new BundledMachine(bundle, order.settings(), draft.groups()).settings(),
        order.template(),
        order.console().or(() -> console),
        order.quiet(),
        order.background());
  }
}
