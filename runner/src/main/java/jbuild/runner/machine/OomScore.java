package jbuild.runner.machine;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.KernelFiles;

/**
 * How soon a machine is killed when memory is short; see proc(5), oom_score_adj.
 *
 * <p>The kernel gives processes that share memory the same value. So ours changes with that of the
 * first process, and is given back when that has memory of its own.
 *
 * @param before ours
 */
record OomScore(OptionalInt wished, String before) implements AutoCloseable {
  private static final Path OURS = Path.of("/proc/self/oom_score_adj");

  /** Changes it for the process, unless nothing is wished. */
  static OomScore of(OptionalInt wished, int pid) {
    if (wished.isEmpty()) {
      return new OomScore(wished, "");
    }
    OomScore score = new OomScore(wished, KernelFiles.value(OURS));
    try {
      Path file = Path.of("/proc/" + pid, "oom_score_adj");
      KernelFiles.set(file, Integer.toString(wished.getAsInt()));
    } catch (UncheckedIOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot adjust the OOM score to " + wished.getAsInt(),
          "a value below our own needs CAP_SYS_RESOURCE, which we lack",
          "use at least " + score.before());
    }
    return score;
  }

  @Override
  public void close() {
    if (wished.isPresent()) {
      KernelFiles.set(OURS, before);
    }
  }
}
