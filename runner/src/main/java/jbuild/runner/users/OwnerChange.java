package jbuild.runner.users;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.linux.Xattrs;

/**
 * Gives files to a range of owners without taking anything else from them.
 *
 * <p>A change of the owner takes set-uid bits and capabilities away. They are written down on the
 * file before, so that they come back also when the change is interrupted and done again.
 */
final class OwnerChange {
  private static final BytePath CAPABILITY = BytePath.of("security.capability");
  private static final List<BytePath> LISTS =
      List.of(BytePath.of("system.posix_acl_access"), BytePath.of("system.posix_acl_default"));
  private static final BytePath NOTE = BytePath.of("trusted.jbuild.owner-change");
  private static final int SET_ID = 06000;
  private static final byte[] NONE = {};

  private final OwnerRange range;

  OwnerChange(OwnerRange range) {
    this.range = range;
  }

  /** Does nothing to a file that has been given to the range already. */
  void apply(Fd place, FileStatus status) {
    if (status.type() == FileType.LINK) {
      give(place, status);
      return;
    }
    List<BytePath> names = Xattrs.names(place);
    if (status.isDirectory()) {
      give(place, status);
    } else {
      giveKeepingPrivilege(place, status, names);
    }
    for (BytePath list : LISTS) {
      if (names.contains(list)) {
        replace(place, list, Xattrs.get(place, list).map(value -> Acl.moved(value, range)));
      }
    }
  }

  private void giveKeepingPrivilege(Fd place, FileStatus status, List<BytePath> names) {
    Privilege privilege = privilege(place, status, names);
    boolean wasNoted = names.contains(NOTE);
    if (privilege.isNone()) {
      give(place, status);
      return;
    }
    boolean isNoted = wasNoted || !isGiven(status) && isNoted(place, privilege);
    give(place, status);
    if (isNoted || !isGiven(status)) {
      Attributes.setMode(place, privilege.mode());
    }
    if (privilege.capability().length > 0) {
      replace(place, CAPABILITY, Optional.of(FileCapability.moved(privilege.capability(), range)));
    }
    if (isNoted) {
      Xattrs.remove(place, NOTE);
    }
  }

  private boolean isGiven(FileStatus status) {
    return range.holds(status.uid()) && range.holds(status.gid());
  }

  private void give(Fd place, FileStatus status) {
    if (!isGiven(status)) {
      Attributes.setOwner(place, range.of(status.uid()), range.of(status.gid()));
    }
  }

  private static void replace(Fd place, BytePath name, Optional<byte[]> value) {
    if (value.isPresent() && !Arrays.equals(value.get(), Xattrs.get(place, name).orElse(NONE))) {
      Xattrs.set(place, name, value.get());
    }
  }

  private static Privilege privilege(Fd place, FileStatus status, List<BytePath> names) {
    Optional<Privilege> noted =
        names.contains(NOTE) ? Xattrs.get(place, NOTE).flatMap(Privilege::read) : Optional.empty();
    return noted.orElseGet(
        () ->
            new Privilege(
                status.mode(),
                names.contains(CAPABILITY) ? Xattrs.get(place, CAPABILITY).orElse(NONE) : NONE));
  }

  /** Not every file system takes notes; without one, only an interruption loses something. */
  private static boolean isNoted(Fd place, Privilege privilege) {
    try {
      Xattrs.set(place, NOTE, privilege.written());
      return true;
    } catch (SyscallFailure failure) {
      return switch (failure.errno()) {
        case Errno.EOPNOTSUPP, Errno.EPERM, Errno.ENOSPC, Errno.EDQUOT -> false;
        default -> throw failure;
      };
    }
  }

  /** What a change of the owner takes away. */
  private record Privilege(int mode, byte[] capability) {
    static Optional<Privilege> read(byte[] note) {
      if (note.length < Integer.BYTES) {
        return Optional.empty();
      }
      int mode = ByteBuffer.wrap(note).getInt();
      return Optional.of(new Privilege(mode, Arrays.copyOfRange(note, Integer.BYTES, note.length)));
    }

    byte[] written() {
      return ByteBuffer.allocate(Integer.BYTES + capability.length)
          .putInt(mode)
          .put(capability)
          .array();
    }

    boolean isNone() {
      return (mode & SET_ID) == 0 && capability.length == 0;
    }
  }
}
