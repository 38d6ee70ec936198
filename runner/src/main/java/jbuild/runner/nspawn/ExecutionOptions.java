package jbuild.runner.nspawn;

import static jbuild.runner.nspawn.Group.COMMAND_LINE;
import static jbuild.runner.nspawn.Key.NONE;
import static jbuild.runner.nspawn.Section.EXECUTION;
import static jbuild.runner.nspawn.Section.IDENTITY;
import static jbuild.runner.nspawn.Section.PROPERTIES;

import java.util.List;

/** Options that say what runs, what it is called and whose child it is. */
final class ExecutionOptions {
  private ExecutionOptions() {}

  static void addTo(List<Option> all) {
    addExecutionTo(all);
    addIdentityTo(all);
    addPropertiesTo(all);
  }

  private static void addExecutionTo(List<Option> all) {
    all.add(
        Option.flag(
            EXECUTION,
            "as-pid2",
            'a',
            Group.START_MODE,
            Key.exec("ProcessTwo"),
            "Run the command as second process, below a small first one"));
    all.add(
        Option.flag(
            EXECUTION,
            "boot",
            'b',
            Group.START_MODE,
            Key.exec("Boot"),
            "Boot the whole system: run its init"));
    all.add(
        Option.value(
            EXECUTION,
            "chdir",
            "PATH",
            Group.WORKING_DIRECTORY,
            Key.exec("WorkingDirectory"),
            "Working directory inside"));
    all.add(
        Option.value(
            EXECUTION,
            "setenv",
            'E',
            "NAME[=VALUE]",
            Group.ENVIRONMENT,
            Key.exec("Environment"),
            "Set an environment variable; without VALUE to what it is here"));
    all.add(
        Option.value(
            EXECUTION,
            "uid",
            'u',
            "USER",
            Group.USER,
            Key.exec("User"),
            "Run the command as this user of the machine"));
    all.add(
        Option.value(
            EXECUTION,
            "kill-signal",
            "SIGNAL",
            Group.KILL_SIGNAL,
            Key.exec("KillSignal"),
            "Signal that asks the first process to end"));
    all.add(
        Option.value(
            EXECUTION,
            "notify-ready",
            "BOOLEAN",
            Group.NOTIFY_READY,
            Key.exec("NotifyReady"),
            "Wait for READY=1 from the first process before saying so ourselves"));
    all.add(
        Option.value(
            EXECUTION,
            "suppress-sync",
            "BOOLEAN",
            Group.SUPPRESS_SYNC,
            Key.exec("SuppressSync"),
            "Let syncing files to the disk do nothing"));
  }

  private static void addIdentityTo(List<Option> all) {
    all.add(
        Option.value(IDENTITY, "machine", 'M', "NAME", COMMAND_LINE, NONE, "Name of the machine"));
    all.add(
        Option.value(
            IDENTITY,
            "hostname",
            "NAME",
            Group.HOSTNAME,
            Key.exec("Hostname"),
            "Host name inside, when it is not the machine's name"));
    all.add(
        Option.value(
            IDENTITY,
            "uuid",
            "UUID",
            Group.MACHINE_ID,
            Key.exec("MachineID").trusted(),
            "Machine ID for an image that has none"));
  }

  private static void addPropertiesTo(List<Option> all) {
    all.add(
        Option.value(
            PROPERTIES,
            "slice",
            'S',
            "SLICE",
            Group.SLICE,
            NONE,
            "Slice of the service manager that the machine is in"));
    all.add(
        Option.value(
            PROPERTIES,
            "property",
            "NAME=VALUE",
            COMMAND_LINE,
            NONE,
            "Limit the machine's resources as systemd.resource-control(5) says"));
    all.add(
        Option.value(
            PROPERTIES,
            "register",
            "BOOLEAN|auto",
            COMMAND_LINE,
            NONE,
            "Whether systemd-machined gets to know the machine"));
    all.add(
        Option.flag(
            PROPERTIES,
            "keep-unit",
            COMMAND_LINE,
            NONE,
            "Stay in the unit that we are in, instead of a scope for the machine"));
  }
}
