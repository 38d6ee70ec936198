package jbuild.runner.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import jbuild.runner.linux.Signals;

/**
 * Signals to us that end a machine: the first one asks it, or kills it when nothing would ask; a
 * later one kills. What comes while a machine starts is for that machine.
 */
final class StopSignals implements AutoCloseable {
  /** timeout(1) and shells signal a process and its group: what comes at once is one wish. */
  private static final long ECHO_NANOS = 300_000_000;

  /** What shells add to the number of a signal that has ended a program. */
  static final int OF_SIGNALS = 128;

  private final OptionalInt request;
  private final Runnable halting;
  private final IntConsumer exit;
  private final List<Signals.Handling> handlings = new ArrayList<>();
  private Optional<Running> running = Optional.empty();
  private int received;
  private long asked;

  private record Running(Machine machine, Runnable abandon) {}

  /**
   * To be made before anything of a machine is.
   *
   * @param request what asks a payload to end
   * @param halting called when it has been asked
   */
  StopSignals(OptionalInt request, Runnable halting, IntConsumer exit) {
    this.exit = exit;
    this.request = request;
    this.halting = halting;
    for (int signal : new int[] {Signals.INT, Signals.TERM, Signals.HUP}) {
      handlings.add(
          Signals.on(
              signal,
              new Runnable() {
                @Override
                public void run() {
                  receive(signal);
                }
              }));
    }
  }

  /**
   * The machine runs: what comes from now on, or has come already, is for it.
   *
   * @param abandon kills it, and shows nothing of it any more
   */
  synchronized void started(Machine machine, Runnable abandon) {
    running = Optional.of(new Running(machine, abandon));
    if (received != 0) {
      ask(machine, received);
    }
  }

  /** It does not run any more. */
  synchronized void ended() {
    running = Optional.empty();
  }

  /** The last that has come, or 0. */
  synchronized int received() {
    return received;
  }

  private synchronized void receive(int signal) {
    boolean first = received == 0;
    received = signal;
    if (first) {
      asked = System.nanoTime();
    }
    boolean again = !first && System.nanoTime() - asked > ECHO_NANOS;
    if (running.isEmpty() && again) {
      // Its start takes too long for somebody. What is there of it is removed at the exit; a copy
      // of its image that is being removed is recorded, and the next start goes on with it.
      exit.accept(OF_SIGNALS + signal);
    } else if (running.isPresent() && first) {
      ask(running.get().machine(), signal);
    } else if (running.isPresent() && again) {
      running.get().abandon().run();
    }
  }

  private void ask(Machine machine, int signal) {
    if (request.isPresent() && signal != Signals.HUP) {
      halting.run();
      machine.signal(request.getAsInt());
    } else {
      machine.kill();
    }
  }

  @Override
  public void close() {
    for (Signals.Handling handling : handlings) {
      handling.close();
    }
  }
}
