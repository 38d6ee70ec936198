package jbuild.cli;

import jbuild.runner.console.Console;
import jbuild.runner.machine.Foreground;
import jbuild.runner.settings.MachineSettings;

/** Where machines run. */
interface Machines {
  /** Returns the exit status of the payload, when it has ended. */
  int run(MachineSettings settings, Console console, Foreground.Events events);

  /** The console that fits what our own standard input and output are. */
  Console fittingConsole();
}
