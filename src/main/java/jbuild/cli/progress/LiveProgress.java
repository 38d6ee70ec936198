package jbuild.cli.progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The running step in the last two lines of a terminal, drawn again and again: at most ten times a
 * second, and never wider than the terminal. The cursor is never hidden, so that nothing can leave
 * it so.
 */
final class LiveProgress implements ClosingProgress {
  private static final int REDRAW_MILLISECONDS = 100;
  private static final String SPINNER = "|/-\\";
  private static final String ERASE = "\r\u001b[J";
  private static final String UP = "\u001b[A";

  private final PrintWriter err;
  private final IntSupplier columns;
  private final LongSupplier nanoseconds;
  private final Colours colours;
  private final Transfers transfers;
  private final ScheduledExecutorService clock;

  private String step = "";
  private String detail = "";
  private long start;
  private int turn;
  private int drawn;

  LiveProgress(PrintWriter err, IntSupplier columns, LongSupplier nanoseconds, Colours colours) {
    this.err = err;
    this.columns = columns;
    this.nanoseconds = nanoseconds;
    this.colours = colours;
    this.transfers = new Transfers(nanoseconds);
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  static LiveProgress started(PrintWriter err, IntSupplier columns, Colours colours) {
    LiveProgress progress = new LiveProgress(err, columns, System::nanoTime, colours);
    progress.clock.scheduleAtFixedRate(
        progress::draw, 0, REDRAW_MILLISECONDS, TimeUnit.MILLISECONDS);
    return progress;
  }

  @Override
  public synchronized void started(int number, int total, String name) {
    step = "[%d/%d] %s".formatted(number, total, Shown.line(name));
    detail = "";
    start = nanoseconds.getAsLong();
  }

  @Override
  public synchronized void finished(int number, int total, String name, Duration took) {
    erase();
    step = "";
    String line = "[%d/%d] %s".formatted(number, total, Shown.line(name));
    err.println(colours.done(line) + "  " + Shown.time(took));
    err.flush();
  }

  @Override
  public synchronized void detail(String line) {
    detail = Shown.line(line);
  }

  @Override
  public Transfer transfer(String what, long bytes) {
    return transfers.start(what, bytes);
  }

  /** Draws the running step over what was drawn of it before. */
  synchronized void draw() {
    erase();
    if (step.isEmpty()) {
      return;
    }
    List<String> lines = lines();
    err.print(String.join("\n", lines));
    err.flush();
    drawn = lines.size();
    turn++;
  }

  private List<String> lines() {
    // The last column stays empty: some terminals begin a new line after it.
    int width = Math.max(1, columns.getAsInt() - 1);
    String time = Shown.time(Duration.ofNanos(nanoseconds.getAsLong() - start));
    char hand = SPINNER.charAt(turn % SPINNER.length());
    List<String> lines = new ArrayList<>();
    lines.add(Shown.cut(hand + " " + step + "  " + time, width));
    String more = transfers.show().orElse(detail);
    if (!more.isEmpty()) {
      lines.add(Shown.cut("  " + more, width));
    }
    return lines;
  }

  private synchronized void erase() {
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
      step = "";
    }
  }
}
