package jbuild.runner.machine;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Capability;

/** What nothing works without: whoever lacks it hears so before anything is made or fetched. */
public final class RequiredPrivilege {
  private static final Capability MOUNT = Capability.SYS_ADMIN;

  private RequiredPrivilege() {}

  /** Whether machines may be started here. */
  public static boolean isGiven() {
    return Capability.ofThisProcess().contains(MOUNT);
  }

  /**
   * Returns when machines may be started here.
   *
   * @param what cannot be done otherwise
   */
  public static void check(String what) {
    if (!isGiven()) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          what,
          "it needs the rights of root, and " + MOUNT.manualName() + " is not among ours",
          "run it as root, for example with sudo; 'jbuild doctor' says what else is missing");
    }
  }
}
