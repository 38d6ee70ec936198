package jbuild.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.runner.console.Console;
import jbuild.runner.linux.Capability;
import jbuild.runner.machine.Foreground;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Identity;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.Privileges;
import picocli.CommandLine.Model.CommandSpec;

/** The options of systemd-nspawn: boot and run take the same ones. */
final class MachineOptions {
  private final Value<String> machine =
      Value.text("NAME", "Name of the machine (default: the image's).", "-M", "--machine");
  private final Value<String> hostname =
      Value.text("NAME", "Host name inside (default: the machine's name).", "--hostname");
  private final Value<String> uuid =
      Value.text("UUID", "Machine ID of an image that has none.", "--uuid");
  private final Values environment =
      Values.of(
          "NAME[=VALUE]",
          "Set an environment variable; without VALUE to what it is here.",
          "-E",
          "--setenv");
  private final Values binds =
      Values.of("PATH[:PATH]", "Show a file or directory of the host in the machine.", "--bind");
  private final Values readOnlyBinds =
      Values.of("PATH[:PATH]", "The same, but read-only inside.", "--bind-ro");
  private final Flag readOnly = Flag.of("Let nobody write to the image.", "--read-only");
  private final Flag privateNetwork =
      Flag.of("Give the machine no network but a loopback device of its own.", "--private-network");
  private final Values capabilities =
      Values.of(
          "CAP_X[,CAP_Y]",
          "Let the machine have these capabilities too; all stands for all of them.",
          "--capability");
  private final Value<String> console =
      Value.text(
          "MODE",
          "interactive, read-only or pipe (default: interactive on a terminal, read-only"
              + " elsewhere).",
          "--console");
  private final Flag pipe =
      Flag.of(
          "As --console=pipe: the program has our input and output, and no terminal.",
          "-P",
          "--pipe");
  private final Value<String> workingDirectory =
      Value.text(
          "PATH", "Working directory inside (default: /, and home for a login shell).", "--chdir");
  private final Value<String> suppressSync =
      Value.text("BOOL", "Let syncing files to disk do nothing (default: no).", "--suppress-sync");
  private final Value<String> notifyReady =
      Value.text(
          "BOOL",
          "Wait for READY=1 from the payload before saying so ourselves (default: no).",
          "--notify-ready");
  private final Flag quiet = Flag.of("Say nothing but errors.", "-q", "--quiet");

  void addTo(CommandSpec verb) {
    verb.addOption(machine.spec())
        .addOption(hostname.spec())
        .addOption(uuid.spec())
        .addOption(environment.spec())
        .addOption(binds.spec())
        .addOption(readOnlyBinds.spec())
        .addOption(readOnly.spec())
        .addOption(privateNetwork.spec())
        .addOption(capabilities.spec())
        .addOption(console.spec())
        .addOption(pipe.spec())
        .addOption(workingDirectory.spec())
        .addOption(suppressSync.spec())
        .addOption(notifyReady.spec())
        .addOption(quiet.spec());
  }

  Foreground.Events news(PrintWriter err) {
    return quiet.isSet() ? new MachineNews.None() : new MachineNews(err);
  }

  MachineSettings settings(Path image, Payload payload) {
    Path root = image.toAbsolutePath().normalize();
    Execution execution =
        new Execution(
            environment(),
            workingDirectory.given().map(OptionValues::insidePath),
            Optional.empty(),
            OptionalInt.empty(),
            truth("--notify-ready", notifyReady),
            truth("--suppress-sync", suppressSync),
            Optional.empty(),
            List.of(),
            OptionalInt.empty(),
            Set.of());
    FileView files = FileView.with(binds());
    return MachineSettings.of(
            machine.given().map(OptionValues::machineName).orElseGet(() -> nameOf(root)),
            root,
            payload)
        .with(identity(root))
        .with(execution)
        .with(readOnly.isSet() ? files.lockedUp() : files)
        .with(Privileges.with(capabilities()))
        .with(privateNetwork.isSet() ? Network.LOOPBACK : Network.STANDARD);
  }

  private Identity identity(Path root) {
    return new Identity(
        machine.given().map(OptionValues::machineName).orElseGet(() -> nameOf(root)),
        hostname.given().map(OptionValues::hostname),
        uuid.given().map(OptionValues::uuid));
  }

  private static boolean truth(String option, Value<String> value) {
    return value.given().map(text -> OptionValues.truth(option, text)).orElse(false);
  }

  /** Asks for the fitting one only when no option says which. */
  Console console(Supplier<Console> fitting) {
    return pipe.isSet()
        ? Console.PIPE
        : console.given().map(OptionValues::console).orElseGet(fitting);
  }

  private static MachineName nameOf(Path root) {
    return MachineName.from(Optional.ofNullable(root.getFileName()).map(Path::toString).orElse(""));
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String text : environment.given()) {
      OptionValues.Variable variable = OptionValues.variable(text);
      variables.put(variable.name(), variable.value());
    }
    return variables;
  }

  private Set<Capability> capabilities() {
    return capabilities.given().stream()
        .flatMap(list -> OptionValues.capabilities("--capability", list).stream())
        .collect(Collectors.toSet());
  }

  private List<CustomMount> binds() {
    return Stream.concat(
            binds.given().stream().map(text -> OptionValues.bind("--bind", text, false)),
            readOnlyBinds.given().stream().map(text -> OptionValues.bind("--bind-ro", text, true)))
        .toList();
  }
}
