package jbuild.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The launcher, run as users run it. */
final class Jbuild {
  /** The directory with the launcher: tests run in the module's directory. */
  static final Path HOME = Path.of("").toAbsolutePath().getParent();

  private Jbuild() {}

  /** What a run has printed, and its exit status. */
  record Result(int status, String out, String err) {}

  /** The words of a command line. */
  static List<String> words(String... words) {
    List<String> all = new ArrayList<>(List.of(HOME.resolve("jbuild").toString()));
    all.addAll(List.of(words));
    return all;
  }

  /** Runs it in the directory, with nothing to read. */
  static Result run(Path directory, String... words) {
    return result(directory, words(words));
  }

  /** Runs a command line in the directory, with nothing to read. */
  static Result result(Path directory, List<String> words) {
    return run(directory, Map.of(), words);
  }

  /** The same, with more in its environment. */
  static Result run(Path directory, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile("jbuild-acceptance", ".out");
      Path err = Files.createTempFile("jbuild-acceptance", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process =
            OwnNetwork.start(
                builder
                    .directory(directory.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile()));
        int status = process.waitFor();
        return new Result(status, read(out), read(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
