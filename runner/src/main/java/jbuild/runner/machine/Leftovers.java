package jbuild.runner.machine;

/** Ends a machine also when this process is told to exit while the machine runs. */
public final class Leftovers implements AutoCloseable {
  private final Thread hook;

  private Leftovers(Thread hook) {
    this.hook = hook;
  }

  public static Leftovers removeAtExit(Machine machine) {
    Thread hook = new Thread(machine::close, "end of the machine");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Leftovers(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The exit is under way, and the hook with it: it does what our caller would do next.
      return;
    }
  }
}
