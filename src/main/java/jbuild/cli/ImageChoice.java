package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The words that say which image a machine starts from; boot and run take the same ones. */
final class ImageChoice {
  private final OutputDirectory output = new OutputDirectory();
  private final PositionalParamSpec image =
      PositionalParamSpec.builder()
          .type(String.class)
          .paramLabel("IMAGE|RECIPE|NAME")
          .arity("0..1")
          .description(
              "What to start: a directory, a recipe that is built when need be, or the name of an"
                  + " image in the output directory or in /var/lib/machines",
              "(default: the image last built in the output directory).")
          .build();
  private final Value<Path> named =
      Value.path("DIR", "The directory to start, whatever it is called.", "-D", "--directory");

  void addTo(CommandSpec verb) {
    output.addTo(verb);
    verb.addPositional(image).addOption(named.spec());
  }

  Path find(ImageFinder images) {
    Optional<String> target = Optional.ofNullable(image.getValue());
    Optional<Path> directory = named.given();
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
