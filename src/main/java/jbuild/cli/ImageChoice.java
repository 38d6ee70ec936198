package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;
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
              "What to start: a directory, a disk image, an archive, a layout of OCI (with several"
                  + " images LAYOUT:TAG), a recipe that is built when need be, or the name of an"
                  + " image in the output directory or in /var/lib/machines",
              "(default: the image last built in the output directory).")
          .build();

  void addTo(CommandSpec verb) {
    output.addTo(verb);
    verb.addPositional(image);
  }

  /** The word, if there is one. */
  Optional<String> word() {
    return Optional.ofNullable(image.getValue());
  }

  /** Where images are. */
  Path output() {
    return output.path();
  }
}
