package jbuild.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import picocli.CommandLine.Model.CommandSpec;

/** Tells jbuild's own exit status and the payload's apart: both are the status of one process. */
final class StatusFile {
  private final Value<Path> file =
      Value.path(
          "FILE",
          "Write 'payload STATUS' into the file when a program in the machine gave the exit status,"
              + " and 'jbuild STATUS' when jbuild did.",
          "--status-file");

  void addTo(CommandSpec verb) {
    verb.addOption(file.spec());
  }

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
    file.given().ifPresent(path -> write(path, line));
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
