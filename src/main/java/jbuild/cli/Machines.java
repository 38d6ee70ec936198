package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.console.Console;
import jbuild.runner.machine.Foreground;
import jbuild.runner.settings.MachineSettings;

/** Where machines run. */
interface Machines {
  /**
   * Returns the exit status of the payload, when it has ended.
   *
   * @param background of what it writes to our terminal, as parameters of SGR in ECMA-48
   */
  int run(
      MachineSettings settings,
      Console console,
      Optional<String> background,
      Foreground.Events events);

  /** The console that fits what our own standard input and output are. */
  Console fittingConsole();

  /** Makes the machine's image from a template, unless it is there. */
  void copyTemplate(MachineSettings settings, Path template, Foreground.Events events);

  /** Removes what machines left behind that have ended. */
  void cleanUp();
}
