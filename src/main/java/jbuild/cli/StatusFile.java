package jbuild.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Tells jbuild's own exit status and the payload's apart: both are the status of one process. */
record StatusFile(Optional<Path> file) {
  static final String NAME = "--status-file";

  /** A program in the machine gave it. */
  void payload(int status) {
    write("payload " + status);
  }

  /** We gave it. */
  void own(ExitStatus status) {
    write("jbuild " + status.code());
  }

  private void write(String line) {
    if (file.isPresent()) {
      write(file.get(), line);
    }
  }

  private static void write(Path file, String line) {
    try {
      Files.writeString(file, line + "\n");
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write '" + line + "' into " + file,
          Reasons.of(e),
          "name a file in a directory that can be written");
    }
  }
}
