package jbuild.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
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

  /** It is a directory, or can become one. */
  Path path() {
    Path path = directory.getValue();
    if (path.toString().isEmpty()) {
      throw wrong(path, "the name is empty");
    }
    for (Path place = path.toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.exists(place)) {
        if (Files.isDirectory(place)) {
          break;
        }
        throw wrong(path, place + " is not a directory");
      }
    }
    return path;
  }

  private static Failure wrong(Path path, String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use " + NAME + "=" + path,
        why,
        "name a directory; it is made when it is not there");
  }
}
