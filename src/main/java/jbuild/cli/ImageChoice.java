package jbuild.cli;

import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.nspawn.Draft;
import jbuild.runner.nspawn.Target;
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

  void addTo(CommandSpec verb) {
    output.addTo(verb);
    verb.addPositional(image);
  }

  /** What the options name, or the words. */
  Target find(Draft draft, ImageFinder images) {
    Optional<String> word = Optional.ofNullable(image.getValue());
    if (!draft.namesImage()) {
      return Target.at(images.find(word, output.path()), draft);
    }
    Target target = Target.of(draft);
    if (word.isPresent()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot start both '" + word.get() + "' and " + target.path(),
          "one machine has one image",
          "name one of them");
    }
    return target;
  }
}
