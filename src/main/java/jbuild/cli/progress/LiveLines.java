package jbuild.cli.progress;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/**
 * The last lines of a terminal, drawn again and again: at most ten times a second, and never wider
 * than the terminal. The cursor is never hidden, so that nothing can leave it so.
 */
final class LiveLines implements AutoCloseable {
  private static final int REDRAW_MILLISECONDS = 100;
  private static final String ERASE = "\r\u001b[J";
  private static final String UP = "\u001b[A";

  private final PrintWriter err;
  private final IntSupplier columns;
  private final IntFunction<List<String>> lines;
  private final ScheduledExecutorService clock;

  private boolean closed;
  private int turn;
  private int drawn;

  /**
   * @param columns of the terminal
   * @param lines what is to be drawn; gets the number of times that something was drawn before
   */
  LiveLines(PrintWriter err, IntSupplier columns, IntFunction<List<String>> lines) {
    this.err = err;
    this.columns = columns;
    this.lines = lines;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  void start() {
    clock.scheduleAtFixedRate(this::draw, 0, REDRAW_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  /** Draws over what was drawn before. */
  synchronized void draw() {
    erase();
    List<String> now = closed ? List.of() : lines.apply(turn);
    if (now.isEmpty()) {
      return;
    }
    // The last column stays empty: some terminals begin a new line after it.
    int width = Math.max(1, columns.getAsInt() - 1);
    err.print(String.join("\n", now.stream().map(line -> Shown.cut(line, width)).toList()));
    err.flush();
    drawn = now.size();
    turn++;
  }

  /** A line that stays, above those that are drawn again. */
  synchronized void print(String line) {
    erase();
    err.println(line);
    err.flush();
  }

  private void erase() {
    if (drawn > 0) {
      err.print(UP.repeat(drawn - 1) + ERASE);
      err.flush();
      drawn = 0;
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      erase();
      closed = true;
    }
  }
}
