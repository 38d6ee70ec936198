package jbuild.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.machine.MachineRecord;
import jbuild.runner.machine.RequiredPrivilege;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.runner.network.LiveAddresses;
import jbuild.runner.network.publish.PortLine;
import jbuild.runner.settings.Network.Port;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The verb that says which machines run, and how they are reached. */
final class StatusCommand implements Callable<Integer> {
  private final Supplier<RuntimeDirectory> runtime;
  private final PositionalParamSpec names =
      PositionalParamSpec.builder()
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("NAME")
          .arity("0..*")
          .description("A machine that runs (default: all).")
          .build();
  private final CommandSpec spec;

  StatusCommand(Supplier<RuntimeDirectory> runtime) {
    this.runtime = runtime;
    spec = Grammar.verb("status", "Say which machines run, and how they are reached.", this);
    spec.addPositional(names);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    RequiredPrivilege.check("cannot show machines");
    List<MachineRecord> running = new ArrayList<>(runtime.get().running());
    running.sort((one, other) -> one.name().value().compareTo(other.name().value()));
    PrintWriter out = spec.commandLine().getOut();
    List<String> wanted = Optional.<List<String>>ofNullable(names.getValue()).orElse(List.of());
    for (String name : wanted) {
      if (running.stream().noneMatch(machine -> machine.name().value().equals(name))) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot show the machine '" + name + "'",
            "no machine of that name runs",
            "'jbuild status' shows those that do");
      }
    }
    for (MachineRecord machine : running) {
      if (wanted.isEmpty() || wanted.contains(machine.name().value())) {
        show(machine, out);
      }
    }
    return ExitStatus.DONE.code();
  }

  private static void show(MachineRecord machine, PrintWriter out) {
    out.println(machine.name());
    line(out, "Image", machine.root().toString());
    line(out, "Leader", Integer.toString(machine.leader()));
    line(out, "Network", machine.ownNetwork() ? "private" : "the host's");
    machine.reach().zone().ifPresent(zone -> line(out, "Zone", zone));
    String label = "Address";
    for (InetAddress address : addresses(machine)) {
      line(out, label, address.getHostAddress());
      label = "";
    }
    label = "Ports";
    for (Port port : machine.reach().ports()) {
      line(out, label, PortLine.of(port));
      label = "";
    }
  }

  /** What we gave it, or what it has from others. */
  private static List<InetAddress> addresses(MachineRecord machine) {
    List<InetAddress> known = machine.reach().addresses();
    return known.isEmpty() && machine.ownNetwork() ? LiveAddresses.of(machine.leader()) : known;
  }

  private static void line(PrintWriter out, String label, String value) {
    String colon = label.isEmpty() ? "  " : ": ";
    out.println(" ".repeat(10 - label.length()) + label + colon + Shown.text(value));
  }
}
