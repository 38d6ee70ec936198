package jbuild.builder.plan;

import java.util.function.Consumer;

/** Runs programs in machines of the runner: nothing they start outlives them. */
@FunctionalInterface
public interface Sandbox {
  /**
   * Returns when the program succeeded.
   *
   * @param lines gets each line of its standard output and standard error, also logged
   * @throws ProgramFailure when it exits with another status than 0, or runs out of time
   */
  void run(Command command, Consumer<String> lines);

  default void run(Command command) {
    run(command, line -> {});
  }
}
