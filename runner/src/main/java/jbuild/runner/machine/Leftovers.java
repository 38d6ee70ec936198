package jbuild.runner.machine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.settings.MachineName;

/** Ends a machine also when this process is told to exit while the machine runs, or starts. */
final class Leftovers implements AutoCloseable {
  private static final int LONGEST_START_SECONDS = 10;

  private final CompletableFuture<Machine> machine = new CompletableFuture<>();
  private final Thread hook =
      new Thread("end of the machine") {
        @Override
        public void run() {
          remove();
        }
      };

  private Leftovers() {}

  /** To be called before anything of the machine is made. */
  static Leftovers removedAtExit(MachineName name) {
    Leftovers leftovers = new Leftovers();
    try {
      Runtime.getRuntime().addShutdownHook(leftovers.hook);
    } catch (IllegalStateException e) {
      throw new Failure(
          ExitStatus.INTERRUPTED,
          "cannot start the machine " + name,
          "jbuild was told to end before",
          "start it again");
    }
    return leftovers;
  }

  void are(Machine started) {
    machine.complete(started);
  }

  private void remove() {
    try {
      machine.get(LONGEST_START_SECONDS, TimeUnit.SECONDS).close();
    } catch (ExecutionException | TimeoutException e) {
      // It has not started: what was made of it is removed where that was found out.
      return;
    } catch (InterruptedException e) {
      // The next start removes the rest.
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing is left: the exit need not wait for anything any more. */
  @Override
  public void close() {
    machine.completeExceptionally(new IllegalStateException("no machine is left"));
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The exit is under way, and the hook with it: it does what our caller would do next.
      return;
    }
  }
}
