package jbuild.runner.machine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import jbuild.runner.Notices;
import jbuild.runner.console.Console;
import jbuild.runner.console.ConsoleForwarder;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Signals;
import jbuild.runner.settings.MachineSettings;

/** A machine that runs as if it were this program: our terminal is its console, our end its end. */
public final class Foreground {
  /** SIGRTMIN+3: halt, to systemd. */
  private static final int HALT = 37;

  /** SIGRTMIN+4 and SIGRTMIN+5. */
  private static final int POWER_OFF = 38;

  private static final int REBOOT = 39;

  /** What systemd-nspawn calls a machine that was killed; see errno(3). */
  private static final int EIO = 5;

  /** timeout(1) and shells signal a process and its group: what comes at once is one wish. */
  private static final long ECHO_NANOS = 300_000_000;

  private final Launcher launcher;
  private final Events events;
  private final Statuses statuses;
  private final AtomicInteger received = new AtomicInteger();
  private volatile long asked;

  /** What a user can ask of an init. */
  public enum Request {
    POWER_OFF,
    REBOOT
  }

  /** What the user may want to hear of. */
  public interface Events extends Notices {
    void started(MachineSettings settings, Console console);

    /** The init says that it is up. */
    void ready();

    /** It was asked to shut down, and is killed when it is asked again. */
    void halting();

    /** The user has asked for it by keys. */
    void requested(Request what);

    void ended(MachineSettings settings, Outcome outcome);
  }

  public Foreground(Launcher launcher, Events events, Statuses statuses) {
    this.launcher = launcher;
    this.events = events;
    this.statuses = statuses;
  }

  /**
   * The status to exit with, when the machine has ended; a machine that reboots has not.
   *
   * @param background of what the machine writes, as parameters of SGR in ECMA-48
   */
  @SuppressWarnings("try") // The lock is there only to be held.
  public int run(MachineSettings settings, Console console, Optional<String> background) {
    Reports.Manager manager = Reports.Manager.ofThisProcess();
    try (TreeLock lock = TreeLock.on(settings)) {
      Outcome outcome = once(settings, console, background, manager);
      // Whoever keeps the unit of its caller is started again by its caller.
      while (outcome.kind() == Outcome.Kind.REBOOTED
          && received.get() == 0
          && !settings.integration().keepUnit()) {
        manager.tell("STATUS=Restarting...");
        outcome = once(settings, console, background, manager);
      }
      boolean again = outcome.kind() == Outcome.Kind.REBOOTED;
      manager.tell("STOPPING=1\nSTATUS=" + (again ? "Restarting..." : "Terminating..."));
      if (outcome.kind() == Outcome.Kind.KILLED) {
        manager.tell("ERRNO=" + EIO);
      }
      return statuses.of(outcome, received.get());
    }
  }

  @SuppressWarnings("try") // Some resources are there only to be closed.
  private Outcome once(
      MachineSettings settings,
      Console console,
      Optional<String> background,
      Reports.Manager manager) {
    List<Fd> passed = PassedSockets.named(System.getenv(), ProcessHandle.current().pid());
    Stdio stdio = console == Console.PIPE ? Stdio.inherited(passed) : new Stdio.Terminal(passed);
    OptionalInt request = request(settings);
    try (Machine machine = launcher.start(settings, stdio, events)) {
      events.started(settings, console);
      Optional<ConsoleForwarder> forwarder =
          machine
              .terminal()
              .map(end -> ConsoleForwarder.start(console, end, background, user(machine)));
      Runnable abandon =
          () -> {
            machine.kill();
            // Also when nobody reads what the machine has still to show.
            forwarder.ifPresent(ConsoleForwarder::close);
          };
      Outcome outcome;
      try (Signals.Handling interrupted = stopOn(Signals.INT, machine, request, manager, abandon);
          Signals.Handling terminated = stopOn(Signals.TERM, machine, request, manager, abandon);
          Signals.Handling hungUp =
              stopOn(Signals.HUP, machine, OptionalInt.empty(), manager, abandon);
          Reports reports =
              Reports.of(machine, manager, settings.execution().notifyReady(), events::ready)) {
        outcome = machine.await();
        forwarder.ifPresent(ConsoleForwarder::finish);
      } finally {
        forwarder.ifPresent(ConsoleForwarder::close);
      }
      events.ended(settings, outcome);
      return outcome;
    }
  }

  private ConsoleForwarder.User user(Machine machine) {
    return new ConsoleForwarder.User() {
      @Override
      public void abandon() {
        machine.kill();
      }

      @Override
      public void reboot() {
        events.requested(Request.REBOOT);
        machine.signal(REBOOT);
      }

      @Override
      public void powerOff() {
        events.requested(Request.POWER_OFF);
        machine.signal(POWER_OFF);
      }
    };
  }

  /** What asks the payload to end; when nothing does, it is killed. */
  private static OptionalInt request(MachineSettings settings) {
    OptionalInt chosen = settings.execution().killSignal();
    return chosen.isEmpty() && settings.boots() ? OptionalInt.of(HALT) : chosen;
  }

  private Signals.Handling stopOn(
      int signal,
      Machine machine,
      OptionalInt request,
      Reports.Manager manager,
      Runnable abandon) {
    return Signals.on(
        signal,
        () -> {
          boolean first = received.getAndSet(signal) == 0;
          if (first) {
            asked = System.nanoTime();
          }
          if (first && request.isPresent()) {
            events.halting();
            manager.tell("STOPPING=1\nSTATUS=Shutting down container...");
            machine.signal(request.getAsInt());
          } else if (first) {
            machine.kill();
          } else if (System.nanoTime() - asked > ECHO_NANOS) {
            abandon.run();
          }
        });
  }
}
