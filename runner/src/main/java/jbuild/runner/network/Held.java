package jbuild.runner.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import jbuild.runner.Failure;

/** What is given back in the end, the last taken first. */
final class Held {
  private final Deque<Runnable> returns = new ArrayDeque<>();

  void until(Runnable givenBack) {
    returns.push(givenBack);
  }

  /**
   * Gives all of it back.
   *
   * @param told of each part that could not be given back; the others are nevertheless
   */
  void giveBack(Consumer<String> told) {
    while (!returns.isEmpty()) {
      try {
        returns.pop().run();
      } catch (RuntimeException e) {
        // Whatever it is, the rest of the host is to be as before.
        told.accept(e instanceof Failure ? e.getMessage() : e.toString());
      }
    }
  }
}
