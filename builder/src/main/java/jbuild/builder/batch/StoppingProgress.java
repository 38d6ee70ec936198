package jbuild.builder.batch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import jbuild.builder.plan.Progress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** The progress of a build that goes no further than its running step once all are to end. */
final class StoppingProgress implements Progress {
  private final Progress progress;
  private final AtomicBoolean ended;
  private boolean stopped;

  StoppingProgress(Progress progress, AtomicBoolean ended) {
    this.progress = progress;
    this.ended = ended;
  }

  /** Whether the build failed for that reason. */
  boolean hasStopped() {
    return stopped;
  }

  @Override
  public void started(int number, int total, String step) {
    if (ended.get()) {
      stopped = true;
      throw new Failure(
          ExitStatus.FAILED,
          "cannot go on with '" + step + "'",
          "another image has failed",
          "leave --fail-fast out to build the others all the same");
    }
    progress.started(number, total, step);
  }

  @Override
  public void finished(int number, int total, String step, Duration took) {
    progress.finished(number, total, step, took);
  }

  @Override
  public void detail(String line) {
    progress.detail(line);
  }

  @Override
  public Transfer transfer(String what, long bytes) {
    return progress.transfer(what, bytes);
  }
}
