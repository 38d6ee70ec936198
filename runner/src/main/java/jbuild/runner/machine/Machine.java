package jbuild.runner.machine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import jbuild.runner.linux.Child;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NotifySocket;
import jbuild.runner.network.Reach;

/** A machine that runs. Closing it ends it, if it has not ended yet, and leaves nothing behind. */
public final class Machine implements AutoCloseable {
  private static final int SIGKILL = 9;

  private final Child child;
  private final HostSide ends;
  private final CompletableFuture<Outcome> outcome;
  private final Allotment allotment;
  private final Leftovers leftovers;
  private boolean closed;

  Machine(
      Child child,
      HostSide ends,
      CompletableFuture<Outcome> outcome,
      Allotment allotment,
      Leftovers leftovers) {
    this.child = child;
    this.ends = ends;
    this.outcome = outcome;
    this.allotment = allotment;
    this.leftovers = leftovers;
  }

  /** Of its first process, on the host. */
  public int pid() {
    return child.pid();
  }

  /** Readable when the machine has ended. */
  public Fd pidfd() {
    return child.pidfd();
  }

  /** Our side of the machine's console, when it has one; reads and writes never wait. */
  public Optional<Fd> terminal() {
    return ends.terminal();
  }

  /** How others reach it. */
  public Reach reach() {
    return allotment.network().reach();
  }

  /** What its init reports. */
  public NotifySocket notifySocket() {
    return ends.reports();
  }

  /** Sends a signal to the first process. */
  public void signal(int number) {
    child.kill(number);
  }

  public void kill() {
    signal(SIGKILL);
  }

  /** Returns when the machine has ended. */
  public Outcome await() {
    return Waiting.join(outcome);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    kill();
    try {
      await();
    } finally {
      ends.close();
      child.close();
      allotment.close();
      leftovers.close();
    }
  }
}
