package jbuild.cli.store;

import java.util.ArrayList;
import java.util.List;

/** The command lines of machinectl(1) and importctl(1), as of systemd 257. */
final class Programs {
  private static final List<Option> COMMON =
      List.of(
          Options.QUIET,
          Options.READ_ONLY,
          Options.FORCE,
          Options.FORMAT,
          Options.VERIFY,
          Options.NO_LEGEND,
          ignored("no-pager"),
          ignored("no-ask-password"),
          ignored("system"),
          Option.flag(' ', "user", Setting.ELSEWHERE, "Not here: the images of a user."),
          Option.value('H', "host", "HOST", Setting.ELSEWHERE, "Not here: another host."),
          Option.value('M', "machine", "NAME", Setting.ELSEWHERE, "Not here: inside a machine."));

  static final Program MACHINECTL =
      new Program(
          "machinectl",
          with(
              Options.PROPERTY,
              Options.VALUE,
              Options.ONLY_VALUE_OF,
              Options.ALL,
              Option.flag('l', "full", Setting.IGNORED, "Nothing is shortened in any case."),
              Option.value(' ', "kill-whom", "WHOM", Setting.IGNORED, "Of verbs for machines."),
              Option.value('s', "signal", "SIGNAL", Setting.IGNORED, "Of verbs for machines."),
              Option.value(' ', "uid", "USER", Setting.IGNORED, "Of verbs for machines."),
              Option.value('E', "setenv", "VAR", Setting.IGNORED, "Of verbs for machines."),
              ignored("mkdir"),
              ignored("now"),
              Option.value('n', "lines", "NUMBER", Setting.LINES, "Of verbs for machines."),
              Option.value(
                  ' ', "max-addresses", "NUMBER", Setting.MAX_ADDRESSES, "Of verbs for machines."),
              Options.OUTPUT,
              Option.value(' ', "runner", "RUNNER", Setting.RUNNER, "nspawn or vmspawn."),
              Option.fixed('V', Setting.RUNNER, "vmspawn", "The same as --runner=vmspawn.")),
          List.of(
              "list-images",
              "image-status",
              "show-image",
              "edit",
              "cat",
              "clone",
              "rename",
              "read-only",
              "remove",
              "set-limit",
              "clean",
              "import-tar",
              "import-raw",
              "import-fs",
              "export-tar",
              "export-raw",
              "pull-tar",
              "pull-raw",
              "pull-dkr"),
          "list",
          List.of(
              "list",
              "status",
              "show",
              "start",
              "login",
              "shell",
              "enable",
              "disable",
              "poweroff",
              "stop",
              "reboot",
              "restart",
              "pause",
              "resume",
              "terminate",
              "kill",
              "bind",
              "copy-to",
              "copy-from",
              "bind-volume",
              "unbind-volume"),
          "Query and change the images of machines.");

  static final Program IMPORTCTL =
      new Program(
          "importctl",
          with(
              Option.value(' ', "class", "CLASS", Setting.CLASS, "What kind of image it is."),
              Option.fixed('m', Setting.CLASS, "machine", "The same as --class=machine."),
              Option.fixed('P', Setting.CLASS, "portable", "The same as --class=portable."),
              Option.fixed('S', Setting.CLASS, "sysext", "The same as --class=sysext."),
              Option.fixed('C', Setting.CLASS, "confext", "The same as --class=confext."),
              Options.KEEP_DOWNLOAD,
              Option.fixed('N', Setting.KEEP_DOWNLOAD, "no", "The same as --keep-download=no."),
              Option.value(' ', "json", "MODE", Setting.JSON, "pretty, short or off."),
              Option.fixed('j', Setting.JSON, "pretty", "For programs.")),
          List.of(
              "pull-tar",
              "pull-raw",
              "pull-oci",
              "import-tar",
              "import-raw",
              "import-fs",
              "export-tar",
              "export-raw",
              "list-images"),
          "list-transfers",
          List.of(),
          "Download, import or export images.");

  private Programs() {}

  private static Option ignored(String name) {
    return Option.flag(' ', name, Setting.IGNORED, "Without a meaning here.");
  }

  private static List<Option> with(Option... own) {
    List<Option> all = new ArrayList<>(List.of(own));
    all.addAll(COMMON);
    return all;
  }
}
