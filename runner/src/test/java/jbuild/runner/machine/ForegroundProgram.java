package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import jbuild.runner.Interruption;
import jbuild.runner.console.Console;
import jbuild.runner.network.Reach;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Source;
import jbuild.runner.settings.Users;

/** A program that is a machine, as systemd-nspawn is. */
final class ForegroundProgram {
  private ForegroundProgram() {}

  /**
   * The image, the signal that asks it to end or 0, whether it says when it is ready, a script, and
   * whether it runs in a copy.
   */
  public static void main(String[] args) {
    int signal = Integer.parseInt(args[1]);
    Execution standard = Execution.STANDARD;
    Execution execution =
        new Execution(
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            signal == 0 ? OptionalInt.empty() : OptionalInt.of(signal),
            Boolean.parseBoolean(args[2]),
            false,
            Optional.empty(),
            standard.limits(),
            OptionalInt.empty(),
            Set.of());
    SmallImage image = new SmallImage(Path.of(args[0]));
    boolean copy = Boolean.parseBoolean(args[4]);
    Source source = new Source(image.root(), Source.Kind.DIRECTORY, copy);
    // Files that get other owners cannot stay where they are: nothing but a copy will do.
    Users users =
        copy
            ? new Users(new Users.Mapping.None(), Users.Ownership.CHOWN, Users.Bound.NOBODY)
            : Users.STANDARD;
    MachineSettings settings =
        image.script(plain -> plain.with(execution).with(source).with(users), args[3]);
    RuntimeDirectory runtime = new RuntimeDirectory(image.root().resolveSibling("run"));
    Foreground foreground = new Foreground(new Launcher(runtime), new Silence(), Statuses.NSPAWN);
    int status;
    try {
      status = foreground.run(settings, Console.PIPE, Optional.empty());
    } catch (Interruption interruption) {
      status = interruption.code();
    }
    System.exit(status);
  }

  private record Silence() implements Foreground.Events {
    @Override
    public void givenUp(int status) {
      System.exit(status);
    }

    @Override
    public void warn(String text) {}

    @Override
    public void started(MachineSettings settings, Console console, Reach reach) {}

    @Override
    public void fetched(Path image, Path template, boolean copied) {}

    @Override
    public void ready() {}

    @Override
    public void halting() {}

    @Override
    public void requested(Foreground.Request what) {}

    @Override
    public void ended(MachineSettings settings, Outcome outcome) {}
  }
}
