package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words that say which image a machine starts from; boot and run take the same ones. */
final class ImageChoice {
  @Mixin private OutputDirectory output;

  @Parameters(
      paramLabel = "IMAGE|RECIPE|NAME",
      arity = "0..1",
      description = {
        "What to start: a directory, a recipe that is built when need be, or the name of an image in"
            + " the output directory or in /var/lib/machines",
        "(default: the image last built in the output directory)."
      })
  private Optional<String> target = Optional.empty();

  @Option(
      names = {"-D", "--directory"},
      paramLabel = "DIR",
      description = "The directory to start, whatever it is called.")
  private Optional<Path> directory = Optional.empty();

  Path find(ImageFinder images) {
    if (directory.isPresent() && target.isPresent()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot start both '" + target.get() + "' and --directory=" + directory.get(),
          "one machine has one image",
          "name one of them");
    }
    return directory.orElseGet(() -> images.find(target, output.path()));
  }
}
