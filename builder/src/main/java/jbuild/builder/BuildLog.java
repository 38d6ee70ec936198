package jbuild.builder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import jbuild.builder.plan.Progress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** All that happens in one build, and all that its tools say, in a file. */
final class BuildLog implements AutoCloseable {
  private final Path file;
  private final Writer writer;

  private BuildLog(Path file, Writer writer) {
    this.file = file;
    this.writer = writer;
  }

  static BuildLog in(Path file) {
    try {
      return new BuildLog(file, Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** The progress, with the steps in the log. */
  Progress around(Progress progress) {
    return new LoggedProgress(progress, this::add);
  }

  /** One line, at once: whoever looks into the log of a build that hangs must see the last one. */
  synchronized void add(String line) {
    try {
      writer.write(line);
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static Failure failure(Path file, IOException e) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot write " + file,
        Reasons.of(e),
        "make room in the output directory, or choose another with --output-dir");
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record LoggedProgress(Progress progress, Consumer<String> log) implements Progress {
    @Override
    public void started(int number, int total, String step) {
      log.accept("== " + number + "/" + total + " " + step);
      progress.started(number, total, step);
    }

    @Override
    public void finished(int number, int total, String step, Duration took) {
      log.accept("== " + step + ": " + took.toMillis() + " ms");
      progress.finished(number, total, step, took);
    }

    @Override
    public void detail(String line) {
      progress.detail(line);
    }

    @Override
    public Transfer transfer(String what, long bytes) {
      log.accept("downloading " + what + " (" + bytes + " bytes)");
      return progress.transfer(what, bytes);
    }
  }
}
