package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;

/**
 * Notes when a layer of the image ends: what changes from now on belongs to the next one. The mark
 * is a file, so that its time comes from the same clock as those of the tree.
 */
public record LayerMark(String layer) implements Step {
  public static final String BASE = "base";
  public static final String PACKAGES = "packages";

  public LayerMark {
    Staging.checked(layer);
  }

  /** A time as file systems have it. */
  record Moment(long seconds, int nanoseconds) implements Comparable<Moment> {
    static Moment of(FileStatus status) {
      return new Moment(status.statusSeconds(), status.statusNanoseconds());
    }

    @Override
    public int compareTo(Moment other) {
      int bySeconds = Long.compare(seconds, other.seconds);
      return bySeconds != 0 ? bySeconds : Integer.compare(nanoseconds, other.nanoseconds);
    }
  }

  @Override
  public String name() {
    return "note the end of the layer " + layer;
  }

  @Override
  public void run(Workspace workspace) {
    Moment end = make(file(workspace, layer));
    // The clock of file systems goes in steps of milliseconds; the next layer begins in another.
    Path later = file(workspace, layer + ".next");
    Moment now = make(later);
    while (now.compareTo(end) <= 0) {
      Thread.onSpinWait();
      now = make(later);
    }
  }

  private static Path file(Workspace workspace, String name) {
    return workspace.directory().resolve("layer-" + name);
  }

  private static Moment make(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(file);
      return time(file);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot note the end of a layer",
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
  }

  /** When the layer ended; the step must have run. */
  static Moment of(Workspace workspace, String layer) {
    return time(file(workspace, layer));
  }

  private static Moment time(Path file) {
    try (Fd place = Descriptors.onHost(BytePath.of(file.toString()))) {
      return Moment.of(FileStatus.of(place));
    }
  }
}
