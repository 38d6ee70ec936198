package jbuild.builder.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Sandbox;
import jbuild.builder.time.Deadline;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Pipe;
import jbuild.runner.linux.TemporaryFile;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.Machine;
import jbuild.runner.machine.Outcome;
import jbuild.runner.machine.Stdio;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.ResolvConf;
import jbuild.runner.settings.Resources;

/**
 * Runs each program as the first process of a machine: when it ends, all that it started ends too.
 *
 * <p>Writing files through to the disk does nothing: a build that is cut short is thrown away.
 */
public final class MachineSandbox implements Sandbox {
  private static final MachineName NAME = new MachineName("build");
  private static final Path HOST = Path.of("/");
  private static final int BUFFER = 64 * 1024;

  private final Launcher launcher;
  private final Path log;
  private final Consumer<String> logged;

  /**
   * @param log where the lines end up, to be named in failures
   * @param logged gets each line
   */
  public MachineSandbox(Launcher launcher, Path log, Consumer<String> logged) {
    this.launcher = launcher;
    this.log = log;
    this.logged = logged;
  }

  @Override
  public void run(Command command, Consumer<String> lines) {
    logged.accept("$ " + String.join(" ", command.argv()));
    LastLines last = new LastLines();
    Lines output =
        new Lines(
            line -> {
              logged.accept(line);
              last.add(line);
              lines.accept(line);
            });
    boolean inTime;
    Outcome outcome;
    try (Pipe pipe = Pipe.open("the output of " + command.argv().get(0));
        Fd input = input(command)) {
      Stdio stdio = new Stdio.Descriptors(input, pipe.writing(), pipe.writing());
      try (Machine machine = launcher.start(settings(command), stdio);
          Deadline deadline = Deadline.in(command.limit(), machine::kill)) {
        pipe.stopWriting();
        drain(pipe.reading(), output);
        outcome = machine.await();
        inTime = !deadline.isOver();
      }
    }
    output.end();
    if (!inTime || !outcome.equals(new Outcome(Outcome.Kind.EXITED, 0))) {
      throw failure(command, outcome, inTime, last.lines());
    }
  }

  private static void drain(Fd pipe, Lines output) {
    byte[] buffer = new byte[BUFFER];
    int count = Contents.read(pipe, buffer, buffer.length);
    while (count > 0) {
      output.add(buffer, count);
      count = Contents.read(pipe, buffer, buffer.length);
    }
  }

  private static Fd input(Command command) {
    return command.input().isEmpty()
        ? Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDONLY)
        : TemporaryFile.containing(command.input());
  }

  private static MachineSettings settings(Command command) {
    boolean shared = command.hostNetwork();
    List<CustomMount> binds = new ArrayList<>();
    for (Command.Bind bind : command.binds()) {
      binds.add(mount(bind));
    }
    return MachineSettings.of(NAME, command.root(), new Payload.Program(command.argv()))
        .with(Execution.STANDARD.withEnvironment(environment(command)).withoutSync())
        .with(files(command, binds))
        .with(Resources.WITH_ALL_DEVICES)
        .with(shared ? Network.STANDARD : Network.LOOPBACK)
        .with(Integration.NONE.with(shared ? ResolvConf.BIND_HOST : ResolvConf.OFF));
  }

  private static CustomMount mount(Command.Bind bind) {
    if (bind.cover().isEmpty()) {
      return CustomMount.Bind.of(bind.source(), bind.target(), bind.readOnly());
    }
    return new CustomMount.Overlay(
        List.of(new CustomMount.Origin.Host(bind.source())),
        bind.cover().map(CustomMount.Origin.Host::new),
        bind.target());
  }

  /** Of the host's own system a program can change nothing but what was bound. */
  private static FileView files(Command command, List<CustomMount> binds) {
    FileView files = FileView.with(binds);
    if (command.root().equals(HOST)) {
      return files.with(FileView.Volatility.STATE);
    }
    return command.forgotten() ? files.with(FileView.Volatility.OVERLAY) : files;
  }

  /**
   * Nobody listens to reports here, and who reports waits for a listener once the queue is full.
   * Images have no subvolumes of their own, wherever they are built: see tmpfiles.d(5) and
   * systemd's ENVIRONMENT.md.
   */
  private static Map<String, String> environment(Command command) {
    Map<String, String> environment = new LinkedHashMap<>(command.environment());
    environment.putIfAbsent("NOTIFY_SOCKET", "");
    environment.putIfAbsent("SYSTEMD_TMPFILES_FORCE_SUBVOL", "0");
    return environment;
  }

  private ProgramFailure failure(
      Command command, Outcome outcome, boolean inTime, List<String> lastLines) {
    String why;
    if (!inTime) {
      why = "it did not end within " + Deadline.inWords(command.limit()) + ", and was killed";
    } else if (outcome.kind() == Outcome.Kind.EXITED) {
      why = "it ended with exit status " + outcome.number();
    } else {
      why = "it was killed by signal " + outcome.number();
    }
    return new ProgramFailure(
        command.argv().get(0) + " failed", why, "all it said is in " + log, lastLines);
  }
}
