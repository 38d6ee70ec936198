package jbuild.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntSupplier;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import picocli.CommandLine.Option;

/** Tells jbuild's own exit status and the payload's apart: both are the status of one process. */
final class StatusFile {
  @Option(
      names = "--status-file",
      paramLabel = "FILE",
      description =
          "Write 'payload STATUS' into the file when a program in the machine gave the exit status,"
              + " and 'jbuild STATUS' when jbuild did.")
  private Optional<Path> file = Optional.empty();

  int record(IntSupplier payload) {
    int status;
    try {
      status = payload.getAsInt();
    } catch (Failure failure) {
      write("jbuild " + failure.status().code());
      throw failure;
    } catch (RuntimeException bug) {
      write("jbuild " + ExitStatus.BUG.code());
      throw bug;
    }
    write("payload " + status);
    return status;
  }

  private void write(String line) {
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(file.get(), line + "\n");
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write '" + line + "' into " + file.get(),
          Reasons.of(e),
          "name a file in a directory that can be written");
    }
  }
}
