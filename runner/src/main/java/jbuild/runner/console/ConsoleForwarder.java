package jbuild.runner.console;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Polling;
import jbuild.runner.linux.PseudoTerminal;
import jbuild.runner.linux.Relay;
import jbuild.runner.linux.Relay.Result;
import jbuild.runner.linux.Signals;
import jbuild.runner.linux.Terminals;
import jbuild.runner.linux.Wakeup;
import jbuild.runner.linux.WindowSize;

/**
 * Joins our standard input and output to the terminal of a machine.
 *
 * <p>Nothing is read for which there is no room, so a machine that writes more than we can show
 * waits, as at a slow terminal.
 */
public final class ConsoleForwarder implements AutoCloseable {
  private static final Fd STANDARD_INPUT = new Fd(0, "standard input");
  private static final Fd STANDARD_OUTPUT = new Fd(1, "standard output");

  private static final int WAKEUP = 0;
  private static final int INPUT = 1;
  private static final int OUTPUT = 2;
  private static final int MACHINE = 3;
  private static final int PLACES = 4;

  private static final int RETRY_MILLISECONDS = 50;
  private static final int PATIENCE_SECONDS = 1;

  /**
   * What is joined.
   *
   * @param machine our side of the machine's terminal
   */
  record Ends(Fd input, Fd output, Fd machine) {}

  private final Fd input;
  private final Fd output;
  private final Fd machine;
  private final User user;
  private final Optional<Tint> tint;

  private final Fd otherSide;
  private final OwnTerminal own;
  private final Signals.Handling resized;
  private final Signals.Handling continued;

  private final Wakeup wakeup = new Wakeup();
  private final Polling polling = new Polling(PLACES);
  private final Relay toMachine = new Relay();
  private final Relay toUs = new Relay();
  private final EscapeKeys escape = new EscapeKeys();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** Whether the machine's output is shown while it runs. */
  private final boolean showing;

  private boolean reading;
  private boolean inputEnded;
  private boolean hungUp;
  private boolean abandoned;
  private boolean closed;
  private volatile boolean finishing;
  private volatile boolean stopping;

  /** Whoever wants something of the machine that goes beyond its terminal. */
  @FunctionalInterface
  public interface User {
    /**
     * Called once, when nobody is there any more who wants the machine: {@code ^]} was pressed
     * three times, or our input or output has ended.
     */
    void abandon();

    /** Called when {@code ^]^]r} was pressed. */
    default void reboot() {}

    /** Called when {@code ^]^]p} was pressed. */
    default void powerOff() {}
  }

  private ConsoleForwarder(
      Console console, Ends ends, boolean sequences, Optional<String> background, User user) {
    this.input = ends.input();
    this.output = ends.output();
    this.machine = ends.machine();
    this.reading = console == Console.INTERACTIVE;
    this.showing = console != Console.PASSIVE;
    this.user = user;
    // Without this a terminal that nobody in the machine has open, as between a getty and a shell,
    // would be one that has ended.
    otherSide = PseudoTerminal.otherSide(machine);
    own =
        reading
            ? OwnTerminal.joined(input, output, sequences)
            : OwnTerminal.shown(output, sequences);
    tint = background.isPresent() ? tinted(background.get()) : Optional.empty();
    copySize();
    resized =
        Signals.on(
            Signals.WINCH,
            new Runnable() {
              @Override
              public void run() {
                copySize();
              }
            });
    continued =
        Signals.on(
            Signals.CONT,
            new Runnable() {
              @Override
              public void run() {
                joinAgain();
              }
            });
  }

  /**
   * Starts to forward; our terminal is raw from now on, if the console is interactive.
   *
   * @param machine our side of the machine's terminal; neither read nor write waits there
   * @param background of what the machine writes, as parameters of SGR in ECMA-48
   */
  public static ConsoleForwarder start(
      Console console, Fd machine, Optional<String> background, User user) {
    boolean sequences = !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    boolean colours = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    boolean some = colours && background.isPresent() && !background.get().isEmpty();
    Optional<String> wanted = some ? background : Optional.empty();
    return start(
        console, new Ends(STANDARD_INPUT, STANDARD_OUTPUT, machine), sequences, wanted, user);
  }

  static ConsoleForwarder start(
      Console console, Ends ends, boolean sequences, Optional<String> background, User user) {
    if (console == Console.PIPE) {
      throw new IllegalArgumentException("there is no terminal behind a pipe");
    }
    ConsoleForwarder forwarder = new ConsoleForwarder(console, ends, sequences, background, user);
    Thread thread =
        new Thread("console") {
          @Override
          public void run() {
            forwarder.run();
          }
        };
    thread.setDaemon(true);
    thread.start();
    return forwarder;
  }

  private Optional<Tint> tinted(String background) {
    Tint wanted = new Tint(background);
    return own.begin(wanted) ? Optional.of(wanted) : Optional.empty();
  }

  private void copySize() {
    Optional<WindowSize> size = Terminals.size(output);
    if (size.isPresent()) {
      Terminals.setSize(machine, size.get());
    }
  }

  private void joinAgain() {
    own.joinAgain();
    copySize();
  }

  private void run() {
    try {
      while (!finishing && !stopping) {
        forward();
      }
      while (!stopping && !isDrained()) {
        show();
      }
      end.complete(null);
    } catch (RuntimeException | Error e) {
      end.completeExceptionally(e);
      abandonOnce();
    }
  }

  private void forward() {
    polling.watch(WAKEUP, wakeup.fd(), true, false);
    polling.watch(INPUT, input, reading && toMachine.hasRoom(), false);
    polling.watch(OUTPUT, output, false, !toUs.isEmpty());
    boolean room = tint.isPresent() ? toUs.isEmpty() : toUs.hasRoom();
    boolean listening = showing && room && !hungUp;
    polling.watch(MACHINE, machine, listening, !toMachine.isEmpty() && !hungUp);
    polling.await(hungUp ? RETRY_MILLISECONDS : Polling.FOREVER);
    hungUp = false;
    if (polling.readable(WAKEUP)) {
      wakeup.clear();
    }
    if (polling.readable(INPUT)) {
      read();
    }
    if (polling.writable(MACHINE) && !toMachine.isEmpty()) {
      hungUp = toMachine.writeTo(machine) == Result.END;
    }
    if (listening && polling.readable(MACHINE)) {
      hungUp |= hear() == Result.END;
    }
    if (polling.writable(OUTPUT)) {
      write();
    }
    if (inputEnded && toMachine.isEmpty()) {
      abandonOnce();
    }
  }

  private void read() {
    switch (toMachine.readFrom(input)) {
      case MOVED -> {
        obey(escape.typed(toMachine.lastRead(), System.nanoTime()));
      }
      case END -> {
        reading = false;
        inputEnded = true;
      }
      case NOTHING -> {}
    }
  }

  private void obey(EscapeKeys.Wish wish) {
    switch (wish) {
      case KILL -> abandonOnce();
      case REBOOT -> user.reboot();
      case POWER_OFF -> user.powerOff();
      case NOTHING -> {}
    }
  }

  private Result hear() {
    return tint.isPresent()
        ? toUs.readFrom(machine, tint.get().growth(), tint.get()::over)
        : toUs.readFrom(machine);
  }

  private void write() {
    if (toUs.writeTo(output) == Result.END) {
      stopping = true;
      abandonOnce();
    }
  }

  /** When nobody is left who could write, what cannot be read now will never come. */
  private boolean isDrained() {
    return toUs.isEmpty() && hear() != Result.MOVED;
  }

  private void show() {
    polling.watch(WAKEUP, wakeup.fd(), true, false);
    polling.ignore(INPUT);
    polling.watch(OUTPUT, output, false, true);
    polling.ignore(MACHINE);
    polling.await(Polling.FOREVER);
    if (polling.readable(WAKEUP)) {
      wakeup.clear();
    }
    if (polling.writable(OUTPUT)) {
      write();
    }
  }

  private void abandonOnce() {
    reading = false;
    if (!abandoned) {
      abandoned = true;
      user.abandon();
    }
  }

  /** Shows the rest of what the machine has written, and closes; for when it has ended. */
  public void finish() {
    finishing = true;
    wakeup.call();
    try {
      end.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    } finally {
      close();
    }
  }

  /** Stops at once. Our terminal is again as it was. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stopping = true;
    wakeup.call();
    awaitEnd();
    resized.close();
    continued.close();
    own.close();
    otherSide.close();
    wakeup.close();
  }

  private void awaitEnd() {
    try {
      end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // A write to a terminal that is stopped may never return, but then it does no harm either.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
