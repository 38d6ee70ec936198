package jbuild.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import jbuild.runner.console.Console;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.machine.Foreground;
import jbuild.runner.machine.Outcome;
import jbuild.runner.network.Reach;
import jbuild.runner.network.publish.PortLine;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;

/** What a user wants to hear of a machine that boots, beside what the machine says itself. */
final class MachineNews implements Foreground.Events {
  private final PrintWriter err;
  private volatile Console console = Console.PIPE;

  MachineNews(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void warn(String text) {
    say(text);
  }

  @Override
  public void started(MachineSettings settings, Console connected, Reach reach) {
    console = connected;
    boolean shared = !settings.network().own() && settings.network().namespace().isEmpty();
    if (settings.boots() && shared) {
      say(settings.name() + " uses the network of this host");
    }
    if (settings.boots() && !settings.users().arePrivate()) {
      say(settings.name() + " has the users of this host: its root is root here, too");
    }
    for (Network.Port port : reach.ports()) {
      say(PortLine.of(port));
    }
    if (connected == Console.INTERACTIVE) {
      say("^] three times within a second ends " + settings.name());
    }
  }

  @Override
  public void fetched(Path image, Path template, boolean copied) {
    say(
        copied
            ? image + " is now a copy of " + template
            : image + " is there already, and is not copied from " + template);
  }

  @Override
  public void copied(Path image, CloneMethod method) {
    say(image + " stays as it is: what is written is forgotten at the end (" + method + ")");
  }

  @Override
  public void ready() {
    // Its console has said so.
  }

  @Override
  public void givenUp(int status) {
    System.exit(status);
  }

  @Override
  public void halting() {
    // The terminal is in raw mode now: a new line does not begin at its start by itself.
    String end = console == Console.INTERACTIVE ? "\r\n" : "\n";
    err.print("jbuild: shutting down; the same again kills" + end);
    err.flush();
  }

  @Override
  public void requested(Foreground.Request what) {
    // The machine shows on its terminal what comes of it.
  }

  @Override
  public void ended(MachineSettings settings, Outcome outcome) {
    switch (outcome.kind()) {
      case REBOOTED -> say(settings.name() + " starts again");
      case POWERED_OFF -> say(settings.name() + " has shut down");
      case KILLED -> say(settings.name() + " was killed by signal " + outcome.number());
      case EXITED -> {
        // Its exit status becomes ours.
      }
    }
  }

  private void say(String line) {
    err.println("jbuild: " + line);
    err.flush();
  }

  /** Says nothing. */
  static final class None implements Foreground.Events {
    @Override
    public void warn(String text) {}

    @Override
    public void started(MachineSettings settings, Console console, Reach reach) {}

    @Override
    public void fetched(Path image, Path template, boolean copied) {}

    @Override
    public void ready() {}

    @Override
    public void givenUp(int status) {
      System.exit(status);
    }

    @Override
    public void halting() {}

    @Override
    public void requested(Foreground.Request what) {}

    @Override
    public void ended(MachineSettings settings, Outcome outcome) {}
  }
}
