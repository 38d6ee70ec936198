package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import jbuild.runner.console.Console;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Terminals;
import jbuild.runner.machine.Foreground;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.Statuses;
import jbuild.runner.settings.MachineSettings;

/** Machines attached to our own terminal. */
final class ForegroundMachines implements Machines {
  private final Supplier<Launcher> launcher;
  private final Statuses statuses;

  ForegroundMachines(Supplier<Launcher> launcher, Statuses statuses) {
    this.launcher = launcher;
    this.statuses = statuses;
  }

  @Override
  public int run(
      MachineSettings settings,
      Console console,
      Optional<String> background,
      Foreground.Events events) {
    return new Foreground(launcher.get(), events, statuses).run(settings, console, background);
  }

  @Override
  public void copyTemplate(MachineSettings settings, Path template, Foreground.Events events) {
    new Foreground(launcher.get(), events, statuses).copyTemplate(settings, template);
  }

  @Override
  public Console fittingConsole() {
    return Console.fitting(
        Terminals.isTerminal(new Fd(0, "standard input")),
        Terminals.isTerminal(new Fd(1, "standard output")));
  }

  @Override
  public void cleanUp() {
    launcher.get().collect();
  }
}
