package jbuild.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.runner.linux.Capability;
import jbuild.runner.machine.BindMount;
import jbuild.runner.machine.Console;
import jbuild.runner.machine.Foreground;
import jbuild.runner.machine.MachineName;
import jbuild.runner.machine.MachineSettings;
import jbuild.runner.machine.MachineSettings.Integration;
import jbuild.runner.machine.MachineSettings.Isolation;
import jbuild.runner.machine.Payload;
import picocli.CommandLine.Option;

/** The options of systemd-nspawn: boot and run take the same ones. */
final class MachineOptions {
  @Option(
      names = {"-M", "--machine"},
      paramLabel = "NAME",
      description = "Name of the machine (default: the image's).")
  private Optional<String> machine = Optional.empty();

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "Host name inside (default: the machine's name).")
  private Optional<String> hostname = Optional.empty();

  @Option(
      names = "--uuid",
      paramLabel = "UUID",
      description = "Machine ID of an image that has none.")
  private Optional<String> uuid = Optional.empty();

  @Option(
      names = {"-E", "--setenv"},
      paramLabel = "NAME[=VALUE]",
      description = "Set an environment variable; without VALUE to what it is here.")
  private List<String> environment = new ArrayList<>();

  @Option(
      names = "--bind",
      paramLabel = "PATH[:PATH]",
      description = "Show a file or directory of the host in the machine.")
  private List<String> binds = new ArrayList<>();

  @Option(
      names = "--bind-ro",
      paramLabel = "PATH[:PATH]",
      description = "The same, but read-only inside.")
  private List<String> readOnlyBinds = new ArrayList<>();

  @Option(names = "--read-only", description = "Let nobody write to the image.")
  private boolean readOnly;

  @Option(
      names = "--private-network",
      description = "Give the machine no network but a loopback device of its own.")
  private boolean privateNetwork;

  @Option(
      names = "--capability",
      paramLabel = "CAP_X[,CAP_Y]",
      description = "Let the machine have these capabilities too; all stands for all of them.")
  private List<String> capabilities = new ArrayList<>();

  @Option(
      names = "--console",
      paramLabel = "MODE",
      description =
          "interactive, read-only or pipe (default: interactive on a terminal, read-only"
              + " elsewhere).")
  private Optional<String> console = Optional.empty();

  @Option(
      names = {"-P", "--pipe"},
      description = "As --console=pipe: the program has our input and output, and no terminal.")
  private boolean pipe;

  @Option(
      names = "--chdir",
      paramLabel = "PATH",
      description = "Working directory inside (default: /, and home for a login shell).")
  private Optional<String> workingDirectory = Optional.empty();

  @Option(
      names = "--suppress-sync",
      paramLabel = "BOOL",
      description = "Let syncing files to disk do nothing (default: no).")
  private Optional<String> suppressSync = Optional.empty();

  @Option(
      names = "--notify-ready",
      paramLabel = "BOOL",
      description = "Wait for READY=1 from the payload before saying so ourselves (default: no).")
  private Optional<String> notifyReady = Optional.empty();

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but errors.")
  private boolean quiet;

  Foreground.Events news(PrintWriter err) {
    return quiet ? new MachineNews.None() : new MachineNews(err);
  }

  MachineSettings settings(Path image, Payload payload) {
    Path root = image.toAbsolutePath().normalize();
    Isolation isolation =
        new Isolation(
            privateNetwork,
            Optional.empty(),
            readOnly,
            suppressSync.map(text -> OptionValues.truth("--suppress-sync", text)).orElse(false),
            capabilities());
    return new MachineSettings(
        machine.map(OptionValues::machineName).orElseGet(() -> nameOf(root)),
        root,
        payload,
        hostname.map(OptionValues::hostname),
        uuid.map(OptionValues::uuid),
        environment(),
        binds(),
        workingDirectory.map(OptionValues::insidePath),
        isolation,
        Integration.fitting(isolation),
        notifyReady.map(text -> OptionValues.truth("--notify-ready", text)).orElse(false));
  }

  /** Asks for the fitting one only when no option says which. */
  Console console(Supplier<Console> fitting) {
    return pipe ? Console.PIPE : console.map(OptionValues::console).orElseGet(fitting);
  }

  private static MachineName nameOf(Path root) {
    return MachineName.from(Optional.ofNullable(root.getFileName()).map(Path::toString).orElse(""));
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String text : environment) {
      OptionValues.Variable variable = OptionValues.variable(text);
      variables.put(variable.name(), variable.value());
    }
    return variables;
  }

  private Set<Capability> capabilities() {
    return capabilities.stream()
        .flatMap(list -> OptionValues.capabilities("--capability", list).stream())
        .collect(Collectors.toSet());
  }

  private List<BindMount> binds() {
    return Stream.concat(
            binds.stream().map(text -> OptionValues.bind("--bind", text, false)),
            readOnlyBinds.stream().map(text -> OptionValues.bind("--bind-ro", text, true)))
        .toList();
  }
}
