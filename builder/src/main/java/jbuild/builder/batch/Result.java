package jbuild.builder.batch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import jbuild.runner.Failure;

/** What came out of one of several builds. */
public sealed interface Result {
  /** The name of the image. */
  String name();

  /**
   * All went well.
   *
   * @param outputs their paths, in the order of the recipe
   */
  record Built(String name, List<Path> outputs, Duration took) implements Result {
    public Built {
      Objects.requireNonNull(name);
      Objects.requireNonNull(took);
      outputs = List.copyOf(outputs);
    }
  }

  /** There is no new image. */
  record Failed(String name, Failure failure) implements Result {
    public Failed {
      Objects.requireNonNull(name);
      Objects.requireNonNull(failure);
    }
  }

  /** Another one failed before this one was finished, and that was to end all of them. */
  record LeftOut(String name) implements Result {
    public LeftOut {
      Objects.requireNonNull(name);
    }
  }
}
