package jbuild.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option --output-dir, the same in every verb that has it. */
final class OutputDirectory {
  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      defaultValue = "out",
      description = "Where outputs are (default: ./${DEFAULT-VALUE}).")
  private Path directory;

  Path path() {
    return directory;
  }
}
