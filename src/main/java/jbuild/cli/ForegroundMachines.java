package jbuild.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import jbuild.runner.console.Console;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Terminals;
import jbuild.runner.machine.Foreground;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.Statuses;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Source;

/** Machines attached to our own terminal. */
final class ForegroundMachines implements Machines {
  private final Supplier<Launcher> launcher;
  private final Statuses statuses;
  private final Map<String, String> environment;

  ForegroundMachines(
      Supplier<Launcher> launcher, Statuses statuses, Map<String, String> environment) {
    this.launcher = launcher;
    this.statuses = statuses;
    this.environment = environment;
  }

  @Override
  public int run(
      MachineSettings settings,
      Console console,
      Optional<String> background,
      Foreground.Events events) {
    Foreground foreground = new Foreground(launcher.get(), events, statuses);
    // systemd-nspawn leaves a machine that cannot write to fail.
    boolean overlays = statuses == Statuses.JBUILD;
    if (settings.source().kind() == Source.Kind.DIRECTORY) {
      MachineSettings kept = overlays ? ReadyImage.kept(settings, events::warn) : settings;
      return foreground.run(kept, console, background);
    }
    Path cache = CacheDirectory.of(environment);
    try (ReadyImage image = ReadyImage.of(settings, cache, overlays, events::warn)) {
      return foreground.run(image.settings(), console, background);
    }
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
