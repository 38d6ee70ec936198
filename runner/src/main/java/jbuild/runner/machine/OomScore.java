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
 * first process, and is given back when that has memory of its own: with several machines at once
 * when the last of them has.
 */
final class OomScore implements AutoCloseable {
  private static final Path OURS = Path.of("/proc/self/oom_score_adj");

  private static int changed;
  private static String before = "";

  private boolean kept;

  private OomScore(boolean kept) {
    this.kept = kept;
  }

  /** Changes it for the process, unless nothing is wished. */
  static OomScore of(OptionalInt wished, int pid) {
    OomScore score = new OomScore(wished.isPresent());
    if (wished.isPresent()) {
      begin();
      try {
        set(wished.getAsInt(), pid);
      } catch (RuntimeException | Error e) {
        score.close();
        throw e;
      }
    }
    return score;
  }

  private static void begin() {
    synchronized (OomScore.class) {
      if (changed == 0) {
        before = KernelFiles.value(OURS);
      }
      changed++;
    }
  }

  private static void set(int wished, int pid) {
    try {
      KernelFiles.set(Path.of("/proc/" + pid, "oom_score_adj"), Integer.toString(wished));
    } catch (UncheckedIOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot adjust the OOM score to " + wished,
          "a value below our own needs CAP_SYS_RESOURCE, which we lack",
          "use at least " + KernelFiles.value(OURS));
    }
  }

  @Override
  public void close() {
    synchronized (OomScore.class) {
      if (kept) {
        kept = false;
        changed--;
        if (changed == 0) {
          KernelFiles.set(OURS, before);
        }
      }
    }
  }
}
