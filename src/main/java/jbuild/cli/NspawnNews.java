package jbuild.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import jbuild.runner.console.Console;
import jbuild.runner.machine.Foreground;
import jbuild.runner.machine.Outcome;
import jbuild.runner.network.Reach;
import jbuild.runner.nspawn.SignalNumber;
import jbuild.runner.settings.MachineSettings;

/** What systemd-nspawn says of its machines. */
final class NspawnNews implements Foreground.Events {
  private final PrintWriter err;
  private final boolean quiet;
  private volatile boolean raw;

  NspawnNews(PrintWriter err, boolean quiet) {
    this.err = err;
    this.quiet = quiet;
  }

  /** The payload gets our terminal itself, which no program expects that has it for its own. */
  void pipesTerminal() {
    say(
        "Console mode 'pipe' selected, but standard input/output are connected to an interactive"
            + " TTY. Most likely you want to use 'interactive' console mode for proper"
            + " interactivity and shell job control. Proceeding anyway.");
  }

  /** Also who wants to hear nothing. */
  @Override
  public void warn(String text) {
    print(text);
  }

  @Override
  public void started(MachineSettings settings, Console console, Reach reach) {
    say("Spawning container " + settings.name() + " on " + settings.source().path() + ".");
    if (console == Console.INTERACTIVE) {
      raw = true;
      say(
          "Press Ctrl-] three times within 1s to kill container; two times followed by r within 1s"
              + " to reboot container; two times followed by p within 1s to poweroff container.");
    }
  }

  @Override
  public void fetched(Path image, Path template, boolean copied) {
    say(
        copied
            ? "Populated " + image + " from template " + template + "."
            : "Directory "
                + image
                + " already exists, not populating from template "
                + template
                + ".");
  }

  @Override
  public void ready() {
    // Whoever waits for it hears it by sd_notify(3).
  }

  @Override
  public void givenUp(int status) {
    System.exit(status);
  }

  @Override
  public void halting() {
    say("Trying to halt container. Send SIGTERM again to trigger immediate termination.");
  }

  @Override
  public void requested(Foreground.Request what) {
    switch (what) {
      case POWER_OFF -> say("Sent SIGRTMIN+4 (power off request) to PID 1 of container.");
      case REBOOT -> say("Sent SIGRTMIN+5 (reboot request) to PID 1 of container.");
    }
  }

  @Override
  public void ended(MachineSettings settings, Outcome outcome) {
    raw = false;
    String name = "Container " + settings.name();
    switch (outcome.kind()) {
      case REBOOTED -> say(name + " is being rebooted.");
      case POWERED_OFF -> say(name + " has been shut down.");
      // Also who wants to hear nothing wants to know of this.
      case KILLED ->
          print(name + " terminated by signal " + SignalNumber.name(outcome.number()) + ".");
      case EXITED -> {
        int status = outcome.number();
        say(
            name
                + (status == 0
                    ? " exited successfully."
                    : " failed with error code " + status + "."));
      }
    }
  }

  private void say(String line) {
    if (!quiet) {
      print(line);
    }
  }

  private void print(String line) {
    // In raw mode a new line does not begin at its start by itself.
    err.print(line + (raw ? "\r\n" : "\n"));
    err.flush();
  }
}
