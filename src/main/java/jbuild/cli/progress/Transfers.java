package jbuild.cli.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import jbuild.builder.plan.Progress.Transfer;

/** The downloads under way, as one bar. */
final class Transfers {
  private static final int BAR = 24;

  private final LongSupplier nanoseconds;
  private final List<Download> open = new ArrayList<>();
  private final AtomicLong arrived = new AtomicLong();
  private long expected;
  private int count;
  private long start;

  /** Times are taken from the clock, which counts nanoseconds. */
  Transfers(LongSupplier nanoseconds) {
    this.nanoseconds = nanoseconds;
  }

  synchronized Transfer start(String what, long bytes) {
    if (open.isEmpty()) {
      arrived.set(0);
      expected = 0;
      count = 0;
      start = nanoseconds.getAsLong();
    }
    Download download = new Download(what);
    open.add(download);
    expected += Math.max(bytes, 0);
    count++;
    return download;
  }

  /** What, how far, and how fast; empty when nothing is under way. */
  synchronized Optional<String> show() {
    if (open.isEmpty()) {
      return Optional.empty();
    }
    long now = arrived.get();
    double filled = expected == 0 ? 0 : Math.min(1, now / (double) expected);
    int full = (int) Math.floor(filled * BAR);
    String bar = "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    String what = count == 1 ? open.get(0).what : count + " files";
    return Optional.of(
        "%s %s of %s, %s/s, %s"
            .formatted(bar, Shown.size(now), Shown.size(expected), Shown.size(rate(now)), what));
  }

  private long rate(long bytes) {
    Duration passed = Duration.ofNanos(nanoseconds.getAsLong() - start);
    return bytes * 1000 / Math.max(1, passed.toMillis());
  }

  private synchronized void close(Download download) {
    open.remove(download);
  }

  private final class Download implements Transfer {
    private final String what;

    Download(String what) {
      this.what = Shown.line(what);
    }

    @Override
    public void arrived(long bytes) {
      arrived.addAndGet(bytes);
    }

    @Override
    public void close() {
      Transfers.this.close(this);
    }
  }
}
