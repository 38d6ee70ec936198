package jbuild.runner.image.pool;

import jbuild.runner.Failure;

/**
 * Lets a pool grow as long as somebody writes to it: before it is full, for those who write do not
 * know that it could.
 */
final class PoolGuard {
  /** In this time nobody writes as much as is kept free. */
  private static final long MILLISECONDS = 250;

  private final Room room;
  private boolean ended;

  private PoolGuard(Room room) {
    this.room = room;
  }

  /**
   * Begins to watch, on a thread that does not keep the program from its end.
   *
   * @param room is to be closed only after this was ended
   */
  static PoolGuard of(Room room) {
    PoolGuard guard = new PoolGuard(room);
    Thread thread = new Thread(guard::watch, "pool");
    thread.setDaemon(true);
    thread.start();
    return guard;
  }

  private synchronized void watch() {
    while (!ended) {
      try {
        room.keepSome();
        wait(MILLISECONDS);
      } catch (Failure | InterruptedException e) {
        // Whoever fills it hears of that.
        ended = true;
      }
    }
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
