package jbuild.runner.linux;

import java.util.Arrays;

/** Names in directories: made, linked and removed, never followed. */
public final class Nodes {
  private static final int LONGEST_LINK = 4096;
  private static final int PRIVATE = 0700;

  private Nodes() {}

  /** Makes a directory that only its owner can enter, until somebody sets its mode. */
  public static void makeDirectory(Fd parent, BytePath name) {
    Retry.call(
        "mkdirat",
        () -> "make directory " + in(parent, name),
        () ->
            LibC.syscall(Call.MKDIRAT.number(), parent.number(), name.terminated(), PRIVATE, 0, 0));
  }

  /** Makes a FIFO, a socket or a device node that only its owner can use. */
  public static void makeNode(Fd parent, BytePath name, FileType type, FileStatus.Device device) {
    long mode = type.bits() | 0600;
    Retry.call(
        "mknodat",
        () -> "make " + type + " " + in(parent, name),
        () ->
            LibC.syscall(
                Call.MKNODAT.number(),
                parent.number(),
                name.terminated(),
                mode,
                device.number(),
                0));
  }

  /** Makes a symbolic link. */
  public static void makeLink(Fd parent, BytePath name, BytePath target) {
    Retry.call(
        "symlinkat",
        () -> "make link " + in(parent, name),
        () ->
            LibC.syscall(
                Call.SYMLINKAT.number(),
                target.terminated(),
                parent.number(),
                name.terminated(),
                0));
  }

  /** Gives a file one more name. A symbolic link gets one itself; it is not followed. */
  public static void hardLink(Fd from, BytePath existing, Fd parent, BytePath name) {
    Retry.call(
        "linkat",
        () -> "link " + in(from, existing) + " as " + in(parent, name),
        () ->
            LibC.syscall(
                Call.LINKAT.number(),
                from.number(),
                existing.terminated(),
                parent.number(),
                name.terminated(),
                0));
  }

  /** Where a symbolic link leads, which is open as a place. */
  public static BytePath target(Fd link) {
    byte[] buffer = new byte[LONGEST_LINK];
    byte[] itself = BytePath.of("").terminated();
    long length =
        Retry.call(
            "readlinkat",
            () -> "read link " + link.name(),
            () ->
                LibC.syscall(
                    Call.READLINKAT.number(), link.number(), itself, buffer, buffer.length, 0));
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
    Retry.call(
        "unlinkat",
        () -> "remove " + in(parent, name),
        () ->
            LibC.syscall(Call.UNLINKAT.number(), parent.number(), name.terminated(), flags, 0, 0));
  }

  private static String in(Fd parent, BytePath name) {
    return parent.name() + "/" + name;
  }
}
