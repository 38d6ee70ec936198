package jbuild.runner.nspawn;

import static jbuild.runner.nspawn.Group.COMMAND_LINE;
import static jbuild.runner.nspawn.Key.NONE;
import static jbuild.runner.nspawn.Section.GENERIC;

import java.util.List;

/** Options that say nothing of the machine. */
final class GenericOptions {
  private GenericOptions() {}

  static void addTo(List<Option> all) {
    all.add(Option.flag(GENERIC, "help", 'h', COMMAND_LINE, NONE, "Show this help"));
    all.add(Option.flag(GENERIC, "version", COMMAND_LINE, NONE, "Print version string"));
    all.add(Option.flag(GENERIC, "quiet", 'q', COMMAND_LINE, NONE, "Say nothing but errors"));
    all.add(
        Option.flag(GENERIC, "no-pager", COMMAND_LINE, NONE, "Do not pipe output into a pager"));
    all.add(
        Option.flag(GENERIC, "no-ask-password", COMMAND_LINE, NONE, "Do not prompt for passwords"));
    all.add(
        Option.value(
            GENERIC,
            "settings",
            "BOOLEAN|override|trusted",
            COMMAND_LINE,
            NONE,
            "Whether, and with which rights, settings are read from a .nspawn file"));
    all.add(
        Option.flag(
            GENERIC,
            "cleanup",
            COMMAND_LINE,
            NONE,
            "Remove what an earlier start of the machine left, and run nothing"));
    all.add(
        Option.flag(
            GENERIC, "system", COMMAND_LINE, NONE, "Use the places and services of the system"));
    all.add(
        new Option(
            GENERIC,
            "user",
            Option.NO_LETTER,
            Argument.NAME,
            "NAME",
            COMMAND_LINE,
            NONE,
            "Use those of the calling user; with NAME an old spelling of --uid="));
    all.add(Option.flag(GENERIC, "share-system", COMMAND_LINE, NONE, ""));
  }
}
