package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import jbuild.runner.Interruption;
import jbuild.runner.Notices;
import jbuild.runner.console.Console;
import jbuild.runner.console.ConsoleForwarder;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.OwnProcess;
import jbuild.runner.network.Reach;
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

  private final Launcher launcher;
  private final Events events;
  private final Statuses statuses;

  /** What a user can ask of an init. */
  public enum Request {
    POWER_OFF,
    REBOOT
  }

  /** What the user may want to hear of. */
  public interface Events extends Notices {
    /**
     * It runs.
     *
     * @param reach how others reach it
     */
    void started(MachineSettings settings, Console console, Reach reach);

    /** The image is a copy of the template now, or was there before. */
    void fetched(Path image, Path template, boolean copied);

    /** The machine gets a copy of its image, which is removed at its end. */
    default void copied(Path image, CloneMethod method) {}

    /** The init says that it is up. */
    void ready();

    /** It was asked to shut down, and is killed when it is asked again. */
    void halting();

    /** The user has asked for it by keys. */
    void requested(Request what);

    void ended(MachineSettings settings, Outcome outcome);

    /** The user does not wait for the start any more: the program is to exit. */
    void givenUp(int status);
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
  public int run(MachineSettings wished, Console console, Optional<String> background) {
    RequiredPrivilege.check("cannot start the machine " + wished.name());
    Reports.Manager manager = Reports.Manager.ofThisProcess();
    Runnable halting =
        new Runnable() {
          @Override
          public void run() {
            events.halting();
            manager.tell("STOPPING=1\n");
          }
        };
    try (StopSignals signals = new StopSignals(request(wished), halting, events::givenUp);
        EphemeralCopy copy = launcher.copyOf(wished, () -> goOn(wished, signals));
        TreeLock lock = TreeLock.on(copy.settings())) {
      MachineSettings settings = copy.settings();
      if (copy.method().isPresent()) {
        events.copied(wished.source().path(), copy.method().get());
      }
      Outcome outcome = once(settings, console, background, manager, signals);
      // Whoever keeps the unit of its caller is started again by its caller.
      while (outcome.kind() == Outcome.Kind.REBOOTED
          && signals.received() == 0
          && !settings.integration().keepUnit()) {
        manager.tell("STATUS=Restarting...");
        outcome = once(settings, console, background, manager, signals);
      }
      boolean again = outcome.kind() == Outcome.Kind.REBOOTED;
      manager.tell("STOPPING=1\nSTATUS=" + (again ? "Restarting..." : "Terminating..."));
      if (outcome.kind() == Outcome.Kind.KILLED) {
        manager.tell("ERRNO=" + EIO);
      }
      return statuses.of(outcome, signals.received());
    }
  }

  /** Makes the machine's image from the template, unless it is there already. */
  public void copyTemplate(MachineSettings wished, Path template) {
    boolean copied;
    try (StopSignals signals = new StopSignals(OptionalInt.empty(), () -> {}, events::givenUp)) {
      copied = launcher.copyTemplate(wished, template, () -> goOn(wished, signals));
    }
    events.fetched(wished.source().path(), template, copied);
  }

  /** Files can be many: who ends us does not wait for the last of them. */
  private static void goOn(MachineSettings wished, StopSignals signals) {
    if (signals.received() != 0) {
      throw new Interruption(
          "cannot copy the image of " + wished.name(), StopSignals.OF_SIGNALS + signals.received());
    }
  }

  @SuppressWarnings("try") // Some resources are there only to be closed.
  private Outcome once(
      MachineSettings settings,
      Console console,
      Optional<String> background,
      Reports.Manager manager,
      StopSignals signals) {
    List<Fd> passed = PassedSockets.named(System.getenv(), OwnProcess.pid());
    Stdio stdio = console == Console.PIPE ? Stdio.inherited(passed) : new Stdio.Terminal(passed);
    try (Machine machine = launcher.start(settings, stdio, events)) {
      events.started(settings, console, machine.reach());
      Optional<ConsoleForwarder> forwarder = forwarder(machine, console, background);
      Runnable abandon =
          new Runnable() {
            @Override
            public void run() {
              machine.kill();
              // Also when nobody reads what the machine has still to show.
              close(forwarder);
            }
          };
      Outcome outcome;
      try (Reports reports =
          Reports.of(machine, manager, settings.execution().notifyReady(), events::ready)) {
        signals.started(machine, abandon);
        outcome = machine.await();
        if (forwarder.isPresent()) {
          forwarder.get().finish();
        }
      } finally {
        signals.ended();
        close(forwarder);
      }
      events.ended(settings, outcome);
      return outcome;
    }
  }

  private Optional<ConsoleForwarder> forwarder(
      Machine machine, Console console, Optional<String> background) {
    return machine.terminal().isEmpty()
        ? Optional.empty()
        : Optional.of(
            ConsoleForwarder.start(console, machine.terminal().get(), background, user(machine)));
  }

  private static void close(Optional<ConsoleForwarder> forwarder) {
    if (forwarder.isPresent()) {
      forwarder.get().close();
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
  static OptionalInt request(MachineSettings settings) {
    OptionalInt chosen = settings.execution().killSignal();
    return chosen.isEmpty() && settings.boots() ? OptionalInt.of(HALT) : chosen;
  }
}
