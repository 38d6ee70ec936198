package jbuild.cli.progress;

import java.io.PrintWriter;
import java.time.Duration;
import jbuild.builder.plan.Progress;

/** One line when a step starts and one when it ends: for logs, and terminals that cannot more. */
final class PlainProgress implements ClosingProgress {
  private final PrintWriter err;
  private final String start;

  /**
   * @param start of each line
   */
  PlainProgress(PrintWriter err, String start) {
    this.err = err;
    this.start = start;
  }

  @Override
  public void started(int number, int total, String step) {
    print("[%d/%d] %s".formatted(number, total, Shown.line(step)));
  }

  @Override
  public void finished(int number, int total, String step, Duration took) {
    print("[%d/%d] %s: %s".formatted(number, total, Shown.line(step), Shown.time(took)));
  }

  @Override
  public void detail(String line) {
    // What a tool says in passing is in the log.
  }

  @Override
  public Transfer transfer(String what, long bytes) {
    return Progress.SILENT.transfer(what, bytes);
  }

  @Override
  public void close() {
    err.flush();
  }

  private void print(String line) {
    err.println(start + line);
    err.flush();
  }
}
