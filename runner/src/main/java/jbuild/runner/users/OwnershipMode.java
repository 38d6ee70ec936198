package jbuild.runner.users;

import java.util.Locale;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * How the files of a tree become those of a machine's users: {@code --private-users-ownership=}.
 */
public enum OwnershipMode {
  /** They stay their owners': inside, those are nobody. */
  OFF,
  /** All are given to the machine's users, on disk. */
  CHOWN,
  /** The mount shows other owners than the disk has. */
  MAP,
  /** {@link #MAP} where the file system can, else {@link #CHOWN}. */
  AUTO,
  /**
   * The mount shows the machine's users as owners of what the disk has for systemd's foreign ones.
   */
  FOREIGN;

  /** Of the option's argument. */
  public static OwnershipMode parse(String text) {
    for (OwnershipMode mode : values()) {
      if (mode.toString().equals(text)) {
        return mode;
      }
    }
    throw new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use --private-users-ownership=" + text,
        "there is no such way to own a tree",
        "give off, chown, map, foreign or auto");
  }

  /** As in the option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
