package jbuild.runner.nspawn;

import static jbuild.runner.nspawn.Group.COMMAND_LINE;
import static jbuild.runner.nspawn.Key.NONE;
import static jbuild.runner.nspawn.Section.CREDENTIALS;
import static jbuild.runner.nspawn.Section.INTEGRATION;
import static jbuild.runner.nspawn.Section.IO;

import java.util.List;

/** Options that say how the machine and the host work together. */
final class IntegrationOptions {
  private IntegrationOptions() {}

  static void addTo(List<Option> all) {
    addIntegrationTo(all);
    addIoTo(all);
    addCredentialsTo(all);
  }

  private static void addIntegrationTo(List<Option> all) {
    all.add(
        Option.value(
            INTEGRATION,
            "resolv-conf",
            "MODE",
            Group.RESOLV_CONF,
            Key.exec("ResolvConf"),
            "What happens to /etc/resolv.conf"));
    all.add(
        Option.value(
            INTEGRATION,
            "timezone",
            "MODE",
            Group.TIMEZONE,
            Key.exec("Timezone"),
            "What happens to /etc/localtime"));
    all.add(
        Option.value(
            INTEGRATION,
            "link-journal",
            "MODE",
            Group.JOURNAL,
            Key.exec("LinkJournal").trusted(),
            "Where the journal is: no, auto, guest, try-guest, host, try-host"));
    all.add(
        new Option(
            INTEGRATION,
            "",
            'j',
            Argument.NONE,
            "",
            Group.JOURNAL,
            NONE,
            "As --link-journal=try-guest"));
    all.add(
        Option.value(
            INTEGRATION,
            "forward-journal",
            "FILE|DIR",
            COMMAND_LINE,
            NONE,
            "Collect the machine's journal on the host"));
    all.add(
        Option.value(
            INTEGRATION,
            "forward-journal-max-use",
            "BYTES",
            COMMAND_LINE,
            NONE,
            "How much space the collected journal may take"));
    all.add(
        Option.value(
            INTEGRATION,
            "forward-journal-keep-free",
            "BYTES",
            COMMAND_LINE,
            NONE,
            "How much space it must leave"));
    all.add(
        Option.value(
            INTEGRATION,
            "forward-journal-max-file-size",
            "BYTES",
            COMMAND_LINE,
            NONE,
            "How large one of its files may be"));
    all.add(
        Option.value(
            INTEGRATION,
            "forward-journal-max-files",
            "NUMBER",
            COMMAND_LINE,
            NONE,
            "How many files it may have"));
  }

  private static void addIoTo(List<Option> all) {
    all.add(
        Option.value(
            IO,
            "console",
            "MODE",
            COMMAND_LINE,
            NONE,
            "How input and output are connected: interactive, read-only, passive, pipe, autopipe"));
    all.add(Option.flag(IO, "pipe", 'P', COMMAND_LINE, NONE, "As --console=pipe"));
    all.add(
        Option.value(
            IO,
            "background",
            "COLOR",
            COMMAND_LINE,
            NONE,
            "Background of the terminal while the machine has it"));
  }

  private static void addCredentialsTo(List<Option> all) {
    all.add(
        Option.value(
            CREDENTIALS,
            "set-credential",
            "ID:VALUE",
            COMMAND_LINE,
            NONE,
            "Hand a secret over to the machine"));
    all.add(
        Option.value(
            CREDENTIALS,
            "load-credential",
            "ID:PATH",
            COMMAND_LINE,
            NONE,
            "The same, from a file or a socket"));
  }
}
