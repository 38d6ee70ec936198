package jbuild.cli.progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** The running step of one build in the last two lines of a terminal. */
final class LiveProgress implements ClosingProgress {
  private final LiveLines lines;
  private final LiveSteps steps;

  LiveProgress(PrintWriter err, IntSupplier columns, LongSupplier nanoseconds, Colours colours) {
    this.lines = new LiveLines(err, columns, this::lines);
    this.steps = new LiveSteps("", nanoseconds, colours, lines::print);
  }

  static LiveProgress started(PrintWriter err, IntSupplier columns, Colours colours) {
    LiveProgress progress = new LiveProgress(err, columns, System::nanoTime, colours);
    progress.lines.start();
    return progress;
  }

  private List<String> lines(int turn) {
    return steps.lines(turn);
  }

  @Override
  public void started(int number, int total, String name) {
    steps.started(number, total, name);
  }

  @Override
  public void finished(int number, int total, String name, Duration took) {
    steps.finished(number, total, name, took);
  }

  @Override
  public void detail(String line) {
    steps.detail(line);
  }

  @Override
  public Transfer transfer(String what, long bytes) {
    return steps.transfer(what, bytes);
  }

  void draw() {
    lines.draw();
  }

  @Override
  public void close() {
    lines.close();
  }
}
