package jbuild.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that has ended, and what it said. */
public record Finished(List<String> command, int status, String output, String errors) {
  private static final long MINUTES = 15;

  /** Runs it to its end, with nothing to read. */
  public static Finished of(ProcessBuilder program) {
    try {
      Path output = Files.createTempFile("jbuild-test", ".out");
      Path errors = Files.createTempFile("jbuild-test", ".err");
      try {
        Process process =
            program
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly().waitFor();
        }
        return new Finished(
            program.command(),
            process.exitValue(),
            Files.readString(output),
            Files.readString(errors));
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a test waited", e);
    }
  }

  /** This, when it has succeeded. */
  public Finished successfully() {
    if (status != 0) {
      throw new AssertionError(
          "%s: exit status %d%n%s%n%s".formatted(command, status, output, errors));
    }
    return this;
  }
}
