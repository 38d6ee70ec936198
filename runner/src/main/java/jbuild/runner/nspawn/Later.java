package jbuild.runner.nspawn;

import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.scope.ServiceManager;
import jbuild.runner.settings.Integration.JournalLink;
import jbuild.runner.settings.Integration.Registration;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Users.Mapping;

/**
 * Options that are understood and checked, but that have no effect in this version. A machine
 * without what they ask for might be less safe than its owner thinks: it does not start.
 */
final class Later {
  private static final Set<String> NAMES =
      Set.of("mstack", "root-hash", "root-hash-sig", "verity-data", "private-users-delegate");

  /** Of some values the effect is missing; they are refused, or do not insist on it. */
  private static final Set<String> PARTS =
      Set.of("--link-journal", "-j", "--register", "--private-users");

  private Later() {}

  /** How much of its effect there is, in a word. */
  static String done(Option option) {
    if (isLater(option)) {
      return "checked only";
    }
    return PARTS.contains(option.shown()) ? "partly" : "yes";
  }

  private static boolean isLater(Option option) {
    return NAMES.contains(option.name()) || option.name().startsWith("forward-journal");
  }

  static void refuse(Draft draft) {
    refuse(draft.users.mapping() instanceof Mapping.Managed, "--private-users=managed");
    refuse(draft.image.layers().isPresent(), "--mstack=");
    for (String option : draft.image.protection().keySet()) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot start the machine",
          "--" + option + "= asks for dm-verity, which jbuild does not set up",
          "open it with veritysetup on the host, then name /dev/mapper/… with --image=");
    }
    for (String option : draft.integration.forwarding().keySet()) {
      refuse(true, "--" + option + "=");
    }
  }

  /** What is decided about the machine, but not yet done by what starts machines. */
  static void refuse(MachineSettings settings) {
    JournalLink journal = settings.integration().journal();
    refuse(journal == JournalLink.HOST, "--link-journal=host");
    refuse(journal == JournalLink.GUEST, "--link-journal=guest");
    refuse(settings.integration().registration() == Registration.YES, "--register=yes");
    if (settings.integration().keepUnit() || !ServiceManager.runsHost()) {
      settings.resources().properties().refuseOthers();
    }
  }

  private static void refuse(boolean asked, String option) {
    if (asked) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot start the machine",
          "this version of jbuild understands " + option + ", but cannot do it yet",
          "leave it out");
    }
  }
}
