package jbuild.builder.time;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does something when a time is over, unless it is closed before. */
public final class Deadline implements AutoCloseable {
  private final ScheduledExecutorService timer;
  private final AtomicBoolean over;

  private Deadline(ScheduledExecutorService timer, AtomicBoolean over) {
    this.timer = timer;
    this.over = over;
  }

  public static Deadline in(Duration time, Runnable action) {
    AtomicBoolean over = new AtomicBoolean();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "deadline");
              thread.setDaemon(true);
              return thread;
            });
    timer.schedule(
        () -> {
          over.set(true);
          action.run();
        },
        time.toMillis(),
        TimeUnit.MILLISECONDS);
    return new Deadline(timer, over);
  }

  public boolean isOver() {
    return over.get();
  }

  /** The action is not under way any more when this returns. */
  @Override
  public void close() {
    timer.shutdownNow();
    boolean interrupted = false;
    while (!timer.isTerminated()) {
      try {
        timer.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  public static String inWords(Duration time) {
    long seconds = time.toSeconds();
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
