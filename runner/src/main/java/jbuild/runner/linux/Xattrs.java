package jbuild.runner.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Extended attributes of files that are open, also as places. Names and values are bytes. */
public final class Xattrs {
  private static final byte[] NONE = {};

  private Xattrs() {}

  /** The names, sorted; none where the file system has no attributes. */
  public static List<BytePath> names(Fd fd) {
    Optional<byte[]> names = sized("list the attributes of " + fd.name(), Call.LISTXATTR, path(fd));
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
    String what = "read attribute " + name + " of " + fd.name();
    return sized(what, Call.GETXATTR, path(fd), name.terminated());
  }

  /** Adds the attribute or replaces its value. */
  public static void set(Fd fd, BytePath name, byte[] value) {
    long result = Retry.call(Call.SETXATTR, path(fd), name.terminated(), value, value.length);
    Errno.check("setxattr", "set attribute " + name + " of " + fd.name(), result);
  }

  /** Takes the attribute away, if it is there. */
  public static void remove(Fd fd, BytePath name) {
    long result = Retry.call(Call.REMOVEXATTR, path(fd), name.terminated());
    if (result == -1 && Errno.last() != Errno.ENODATA) {
      String what = "cannot remove attribute " + name + " of " + fd.name();
      throw new SyscallFailure("removexattr", what, Errno.last());
    }
  }

  /** Asks for the size and then for the bytes, again when they have grown in between. */
  private static Optional<byte[]> sized(String what, Call call, byte[]... names) {
    byte[] buffer = NONE;
    while (true) {
      Object[] arguments = Arrays.copyOf(names, names.length + 2, Object[].class);
      arguments[names.length] = buffer;
      arguments[names.length + 1] = buffer.length;
      long size = Retry.call(call, arguments);
      if (size == 0 || size > 0 && buffer.length > 0) {
        return Optional.of(Arrays.copyOf(buffer, (int) size));
      }
      if (size > 0) {
        buffer = new byte[(int) size];
      } else if (Errno.last() == Errno.ENODATA || Errno.last() == Errno.EOPNOTSUPP) {
        return Optional.empty();
      } else if (Errno.last() == Errno.ERANGE) {
        buffer = NONE;
      } else {
        throw new SyscallFailure(call.lowerCase(), "cannot " + what, Errno.last());
      }
    }
  }

  private static byte[] path(Fd fd) {
    return BytePath.of(Descriptors.magicLink(fd)).terminated();
  }
}
