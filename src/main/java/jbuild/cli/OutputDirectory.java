package jbuild.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The option --output-dir, the same in every verb that has it. */
final class OutputDirectory {
  static final String NAME = "--output-dir";
  static final String DEFAULT = "out";

  private final OptionSpec directory =
      OptionSpec.builder(NAME)
          .type(Path.class)
          .paramLabel("DIR")
          .defaultValue(DEFAULT)
          .description("Where outputs are (default: ./${DEFAULT-VALUE}).")
          .build();

  void addTo(CommandSpec verb) {
    verb.addOption(directory);
  }

  Path path() {
    return directory.getValue();
  }
}
