package jbuild.runner.image.pool;

import jbuild.runner.Failure;

/**
 * Lets a pool grow as long as somebody writes to it: before it is full, for those who write do not
 * know that it could.
 */
final class PoolGuard {
  /** In this time nobody writes as much as is kept free. */
  private static final long MILLISECONDS = 250;

  private final Runnable growth;
  private boolean ended;

  private PoolGuard(Runnable growth) {
    this.growth = growth;
  }

  /**
   * Begins to watch, on a thread that does not keep the program from its end.
   *
   * @param growth lets the pool grow if it has to; not called any more when this was ended
   */
  static PoolGuard of(Runnable growth) {
    PoolGuard guard = new PoolGuard(growth);
    Thread thread = new Thread(guard::watch, "pool");
    thread.setDaemon(true);
    thread.start();
    return guard;
  }

  private synchronized void watch() {
    while (!ended) {
      try {
        keepSome();
        wait(MILLISECONDS);
      } catch (InterruptedException e) {
        ended = true;
      }
    }
  }

  private void keepSome() {
    try {
      growth.run();
    } catch (Failure failure) {
      // Whoever fills it hears of that; the host may have room again by the next time.
      return;
    }
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
