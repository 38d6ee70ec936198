package jbuild.runner;

/** Threads of ours that end when they are asked to. */
public final class Threads {
  private Threads() {}

  /** Returns when it has ended; whoever interrupts us finds that out afterwards. */
  public static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
