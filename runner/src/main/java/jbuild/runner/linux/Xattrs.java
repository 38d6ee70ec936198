package jbuild.runner.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Extended attributes of files that are open, also as places. Names and values are bytes. */
public final class Xattrs {
  private static final byte[] NONE = {};

  private Xattrs() {}

  /** The names, sorted; none where the file system has no attributes. */
  public static List<BytePath> names(Fd fd) {
    byte[] path = path(fd);
    Optional<byte[]> names =
        sized(
            buffer -> LibC.syscall(Call.LISTXATTR.number(), path, buffer, buffer.length, 0, 0),
            "listxattr",
            "list the attributes of " + fd.name());
    return names.map(Xattrs::split).orElse(List.of());
  }

  private static List<BytePath> split(byte[] names) {
    List<BytePath> split = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < names.length; at++) {
      if (names[at] == 0) {
        split.add(BytePath.of(Arrays.copyOfRange(names, start, at)));
        start = at + 1;
      }
    }
    split.sort(null);
    return split;
  }

  /** The value; empty when there is no such attribute. */
  public static Optional<byte[]> get(Fd fd, BytePath name) {
    byte[] path = path(fd);
    return sized(
        buffer ->
            LibC.syscall(Call.GETXATTR.number(), path, name.terminated(), buffer, buffer.length, 0),
        "getxattr",
        "read attribute " + name + " of " + fd.name());
  }

  /** Adds the attribute or replaces its value. */
  public static void set(Fd fd, BytePath name, byte[] value) {
    byte[] path = path(fd);
    Retry.call(
        "setxattr",
        () -> "set attribute " + name + " of " + fd.name(),
        () ->
            LibC.syscall(Call.SETXATTR.number(), path, name.terminated(), value, value.length, 0));
  }

  /** Takes the attribute away, if it is there. */
  public static void remove(Fd fd, BytePath name) {
    byte[] path = path(fd);
    long result =
        Retry.quietly(
            () -> LibC.syscall(Call.REMOVEXATTR.number(), path, name.terminated(), NONE, 0, NONE));
    if (result == -1 && Errno.last() != Errno.ENODATA) {
      String what = "cannot remove attribute " + name + " of " + fd.name();
      throw new SyscallFailure("removexattr", what, Errno.last());
    }
  }

  /** Asks for the size and then for the bytes, again when they have grown in between. */
  private static Optional<byte[]> sized(ToLongFunction<byte[]> call, String name, String what) {
    while (true) {
      long size = Retry.quietly(() -> call.applyAsLong(NONE));
      if (size > 0) {
        byte[] buffer = new byte[(int) size];
        long length = Retry.quietly(() -> call.applyAsLong(buffer));
        if (length >= 0) {
          return Optional.of(Arrays.copyOf(buffer, (int) length));
        }
      } else if (size == 0) {
        return Optional.of(NONE);
      }
      int errno = Errno.last();
      if (errno == Errno.ENODATA || errno == Errno.EOPNOTSUPP) {
        return Optional.empty();
      }
      if (errno != Errno.ERANGE) {
        throw new SyscallFailure(name, "cannot " + what, errno);
      }
    }
  }

  private static byte[] path(Fd fd) {
    return BytePath.of(Descriptors.magicLink(fd)).terminated();
  }
}
