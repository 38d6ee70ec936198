package jbuild.cli.progress;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import jbuild.builder.plan.Progress;

/** The running step of one build, as it is now. */
final class LiveSteps implements Progress {
  private static final String SPINNER = "|/-\\";

  private final String name;
  private final LongSupplier nanoseconds;
  private final Colours colours;
  private final Consumer<String> done;
  private final Transfers transfers;

  private String step = "";
  private String detail = "";
  private long start;

  /**
   * @param name before each step; empty where there is only one build
   * @param done gets a line that stays
   */
  LiveSteps(String name, LongSupplier nanoseconds, Colours colours, Consumer<String> done) {
    this.name = name.isEmpty() ? "" : name + " ";
    this.nanoseconds = nanoseconds;
    this.colours = colours;
    this.done = done;
    this.transfers = new Transfers(nanoseconds);
  }

  @Override
  public synchronized void started(int number, int total, String what) {
    step = name + "[%d/%d] %s".formatted(number, total, Shown.line(what));
    detail = "";
    start = nanoseconds.getAsLong();
  }

  @Override
  public void finished(int number, int total, String what, Duration took) {
    synchronized (this) {
      step = "";
    }
    String line = name + "[%d/%d] %s".formatted(number, total, Shown.line(what));
    done.accept(colours.done(line) + "  " + Shown.time(took));
  }

  @Override
  public synchronized void detail(String line) {
    detail = Shown.line(line);
  }

  @Override
  public Transfer transfer(String what, long bytes) {
    return transfers.start(what, bytes);
  }

  /** The step with its time; empty between steps. */
  synchronized Optional<String> step(int turn) {
    if (step.isEmpty()) {
      return Optional.empty();
    }
    String time = Shown.time(Duration.ofNanos(nanoseconds.getAsLong() - start));
    char hand = SPINNER.charAt(turn % SPINNER.length());
    return Optional.of(hand + " " + step + "  " + time);
  }

  /** What happens inside of the step, and what is downloaded above all. */
  synchronized Optional<String> detail() {
    return transfers.show().or(() -> Optional.of(detail).filter(line -> !line.isEmpty()));
  }

  /** Both in lines of their own. */
  List<String> lines(int turn) {
    Optional<String> now = step(turn);
    if (now.isEmpty()) {
      return List.of();
    }
    return detail().map(more -> List.of(now.get(), "  " + more)).orElse(List.of(now.get()));
  }
}
