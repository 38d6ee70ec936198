package jbuild.runner.linux;

import java.util.Arrays;

/** Names in directories: made, linked and removed, never followed. */
public final class Nodes {
  private static final int LONGEST_LINK = 4096;
  private static final int PRIVATE = 0700;

  private Nodes() {}

  /** Makes a directory that only its owner can enter, until somebody sets its mode. */
  public static void makeDirectory(Fd parent, BytePath name) {
    Errno.check(
        "mkdirat",
        "make directory " + in(parent, name),
        Retry.call(Call.MKDIRAT, parent.number(), name.terminated(), PRIVATE));
  }

  /** Makes such a directory if nothing has the name; whether it did. */
  public static boolean isMade(Fd parent, BytePath name) {
    try {
      makeDirectory(parent, name);
      return true;
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EEXIST) {
        return false;
      }
      throw failure;
    }
  }

  /** Makes a FIFO, a socket or a device node that only its owner can use. */
  public static void makeNode(Fd parent, BytePath name, FileType type, FileStatus.Device device) {
    long mode = type.bits() | 0600;
    Errno.check(
        "mknodat",
        "make " + type + " " + in(parent, name),
        Retry.call(Call.MKNODAT, parent.number(), name.terminated(), mode, device.number()));
  }

  /** Makes a symbolic link. */
  public static void makeLink(Fd parent, BytePath name, BytePath target) {
    Errno.check(
        "symlinkat",
        "make link " + in(parent, name),
        Retry.call(Call.SYMLINKAT, target.terminated(), parent.number(), name.terminated()));
  }

  /** Gives a file one more name. A symbolic link gets one itself; it is not followed. */
  public static void hardLink(Fd from, BytePath existing, Fd parent, BytePath name) {
    Errno.check(
        "linkat",
        "link " + in(from, existing) + " as " + in(parent, name),
        Retry.call(
            Call.LINKAT, from.number(), existing.terminated(), parent.number(), name.terminated()));
  }

  /** Where a symbolic link leads, which is open as a place. */
  public static BytePath target(Fd link) {
    byte[] buffer = new byte[LONGEST_LINK];
    byte[] itself = BytePath.of("").terminated();
    long length =
        Errno.check(
            "readlinkat",
            "read link " + link.name(),
            Retry.call(Call.READLINKAT, link.number(), itself, buffer, buffer.length));
    return BytePath.of(Arrays.copyOf(buffer, (int) length));
  }

  /** Removes a name that is not a directory's. */
  public static void removeFile(Fd parent, BytePath name) {
    remove(parent, name, 0);
  }

  /** Removes an empty directory. */
  public static void removeDirectory(Fd parent, BytePath name) {
    remove(parent, name, Descriptors.AT_REMOVEDIR);
  }

  private static void remove(Fd parent, BytePath name, long flags) {
    Errno.check(
        "unlinkat",
        "remove " + in(parent, name),
        Retry.call(Call.UNLINKAT, parent.number(), name.terminated(), flags));
  }

  private static String in(Fd parent, BytePath name) {
    return parent.name() + "/" + name;
  }
}
