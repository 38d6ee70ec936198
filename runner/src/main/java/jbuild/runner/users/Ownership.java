package jbuild.runner.users;

import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.settings.Users;

/** Whose the files of a tree are: the ways in which a machine's users get to own them. */
public final class Ownership {
  /** The ids that systemd gives to trees for any machine: "foreign" in its list of ranges. */
  private static final long FOREIGN = 0x7FFE0000L;

  private Ownership() {}

  /** How a mount for {@link Users.Ownership#FOREIGN} shows what is on disk. */
  public static IdMap foreign(UidRange range) {
    return new IdMap(List.of(new IdMap.Extent(FOREIGN, range.base(), range.size())));
  }

  /**
   * Whether mounts of this tree can show other owners. It is tried on a copy that nobody sees.
   *
   * @param userNamespace that maps the owners
   */
  public static boolean canMap(Fd root, Fd userNamespace) {
    try (Fd copy = Mounts.copy(root)) {
      Mounts.mapOwners(copy, userNamespace);
      return true;
    } catch (SyscallFailure failure) {
      return switch (failure.errno()) {
        case Errno.EINVAL, Errno.EPERM, Errno.EOPNOTSUPP, Errno.ENOSYS -> false;
        default -> throw failure;
      };
    }
  }

  /**
   * Gives all files of a tree to the users from the base on, each to the one with the same number
   * in the range. Says whether there was anything to do: a tree whose root directory has been given
   * is believed to have been given whole, because that is the last to be. What is mounted in the
   * tree stays as it is, and so do subvolumes that cannot be written.
   *
   * @param root the directory, which may be open as a place
   * @param base a multiple of 65536; 0 gives a tree back
   */
  public static boolean chown(Fd root, long base, long size) {
    if (!OwnerRange.isBase(base) || size != OwnerRange.SIZE || isBusy(base)) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot give " + root.name() + " to the users from " + base + " on",
          "files are given to 65536 users from a multiple of 65536 on, not to " + size,
          "give such a range with --private-users=, or --private-users-ownership=map");
    }
    FileStatus status = FileStatus.of(root);
    if (OwnerRange.baseOf(status.uid()) != OwnerRange.baseOf(status.gid())) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot give " + root.name() + " to the users from " + base + " on",
          "its user " + status.uid() + " and group " + status.gid() + " are of different ranges",
          "give the directory to a user and a group of one range, or to root");
    }
    OwnerRange range = new OwnerRange(base);
    if (range.holds(status.uid())) {
      return false;
    }
    mark(root, status);
    OwnerChange change = new OwnerChange(range);
    new WideWalk(root, change::apply).run();
    change.apply(root, FileStatus.of(root));
    return true;
  }

  private static boolean isBusy(long base) {
    return OwnerRange.BUSY.base() == base;
  }

  /** As systemd-nspawn does: whoever is interrupted, either of the two then starts again. */
  private static void mark(Fd root, FileStatus status) {
    if (!OwnerRange.BUSY.holds(status.uid())) {
      Attributes.setOwner(root, OwnerRange.BUSY.of(status.uid()), OwnerRange.BUSY.of(status.gid()));
    }
  }
}
