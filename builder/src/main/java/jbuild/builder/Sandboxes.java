package jbuild.builder;

import java.nio.file.Path;
import java.util.function.Consumer;
import jbuild.builder.plan.Sandbox;

/** Makes the sandbox of one build. */
@FunctionalInterface
public interface Sandboxes {
  /**
   * @param log where the lines end up, to be named in failures
   * @param logged gets each line that a program writes
   */
  Sandbox logging(Path log, Consumer<String> logged);
}
