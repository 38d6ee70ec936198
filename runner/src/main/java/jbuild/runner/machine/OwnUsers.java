package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.UserNamespaces;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import jbuild.runner.users.BoundUsers;
import jbuild.runner.users.Ownership;
import jbuild.runner.users.UidRange;
import jbuild.runner.users.UidRanges;

/**
 * The users that a machine has of its own, from the choice of their range to the machine's end.
 *
 * @param owners how the owners of the image's files are shown; not at all when empty
 * @param bound users of the host among them
 */
record OwnUsers(UidRange range, Optional<IdMap> owners, Optional<BoundUsers> bound)
    implements AutoCloseable {
  private static final Path ETC = Path.of("/etc");

  /**
   * Empty when the machine's users are the host's. Files on the disk may have other owners
   * afterwards, when that is what the settings say.
   *
   * @param root the directory of the image
   */
  static Optional<OwnUsers> of(MachineSettings settings, Fd root) {
    Users users = settings.users();
    if (!users.arePrivate()) {
      if (!users.bound().names().isEmpty()) {
        throw BoundUsers.needsPrivateUsers();
      }
      if (users.ownership() == Users.Ownership.CHOWN) {
        change(settings, root, 0, UserNamespace.USUAL_SIZE);
      }
      return Optional.empty();
    }
    String name = settings.name().value();
    UidRange range =
        UidRanges.ofHost().claim(users.mapping(), FileStatus.of(root), name).orElseThrow();
    try {
      Optional<IdMap> owners = owners(settings, range, root);
      Optional<BoundUsers> bound =
          users.bound().names().isEmpty()
              ? Optional.empty()
              : Optional.of(BoundUsers.of(ETC, users.bound(), ImageTree.at(root), range));
      return Optional.of(new OwnUsers(range, owners, bound));
    } catch (RuntimeException | Error e) {
      range.close();
      throw e;
    }
  }

  private static Optional<IdMap> owners(MachineSettings settings, UidRange range, Fd root) {
    return switch (settings.users().ownership()) {
      case OFF -> Optional.empty();
      case MAP -> Optional.of(range.map());
      case FOREIGN -> Optional.of(Ownership.foreign(range));
      case CHOWN -> {
        change(settings, root, range.base(), range.size());
        yield Optional.empty();
      }
      case AUTO -> mappedOrChanged(settings, range, root);
    };
  }

  private static Optional<IdMap> mappedOrChanged(
      MachineSettings settings, UidRange range, Fd root) {
    // A tree that was given to a range on the disk is not one whose owners could be mapped.
    boolean isRoots = FileStatus.of(root).uid() < UserNamespace.USUAL_SIZE;
    try (Fd namespace = UserNamespaces.mapped(range.map(), range.map())) {
      if (isRoots && Ownership.canMap(root, namespace)) {
        return Optional.of(range.map());
      }
    }
    change(settings, root, range.base(), range.size());
    return Optional.empty();
  }

  /** On the disk, unless it is done already: then it does not matter who could write there. */
  private static void change(MachineSettings settings, Fd root, long base, long size) {
    long offset = FileStatus.of(root).uid() - base;
    if (!settings.files().writesImage() && (offset < 0 || offset >= size)) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot give " + root.name() + " to the machine's users",
          "their owners would be changed on the disk, and the machine may not write to it",
          "start it once without --read-only and --volatile=, or leave out --private-users=");
    }
    Ownership.chown(root, base, size);
  }

  /** The same, where the files are already shown with the owners that they are to have. */
  OwnUsers shown() {
    return new OwnUsers(range, Optional.empty(), bound);
  }

  UserNamespace namespace() {
    return new UserNamespace(range.base(), range.size());
  }

  /** What the kernel is told of its users, and of its groups. */
  List<IdMap> maps() {
    return bound
        .map(users -> List.of(users.users(), users.groups()))
        .orElseGet(() -> List.of(range.map(), range.map()));
  }

  @Override
  public void close() {
    range.close();
  }
}
