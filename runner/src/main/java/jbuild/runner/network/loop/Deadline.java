package jbuild.runner.network.loop;

import java.util.NavigableSet;

/** Something that is done at a certain time, unless it is cancelled before. */
public final class Deadline implements Comparable<Deadline> {
  private final long nanos;
  private final long number;
  private final Runnable action;
  private final NavigableSet<Deadline> among;

  Deadline(long nanos, long number, Runnable action, NavigableSet<Deadline> among) {
    this.nanos = nanos;
    this.number = number;
    this.action = action;
    this.among = among;
  }

  public void cancel() {
    among.remove(this);
  }

  /** Not positive when it is due. */
  long nanosLeft() {
    return nanos - System.nanoTime();
  }

  void act() {
    action.run();
  }

  @Override
  public int compareTo(Deadline other) {
    // As differences, because the clock may have any value and may even overflow.
    long earlier = nanos - other.nanos;
    return earlier != 0 ? Long.signum(earlier) : Long.compare(number, other.number);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Deadline deadline && number == deadline.number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
