package jbuild.runner.linux;

import java.util.Map;

/** The error numbers jbuild explains; any other number is still reported, only less kindly. */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int ENOEXEC = 8;
  public static final int EBADF = 9;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int EXDEV = 18;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENOTTY = 25;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int EPIPE = 32;
  public static final int ERANGE = 34;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOSYS = 38;
  public static final int ENOTEMPTY = 39;
  public static final int ELOOP = 40;
  public static final int ENODATA = 61;
  public static final int EOPNOTSUPP = 95;
  public static final int EAFNOSUPPORT = 97;
  public static final int EADDRINUSE = 98;
  public static final int EADDRNOTAVAIL = 99;
  public static final int ENETDOWN = 100;
  public static final int ENETUNREACH = 101;
  public static final int ECONNRESET = 104;
  public static final int ENOBUFS = 105;
  public static final int EDQUOT = 122;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(EPERM, "EPERM, operation not permitted"),
          Map.entry(ENOENT, "ENOENT, no such file or directory"),
          Map.entry(EINTR, "EINTR, interrupted"),
          Map.entry(EIO, "EIO, input/output error"),
          Map.entry(ENXIO, "ENXIO, no such device or address"),
          Map.entry(ENOEXEC, "ENOEXEC, no program that this kernel can run"),
          Map.entry(EBADF, "EBADF, bad file descriptor"),
          Map.entry(EAGAIN, "EAGAIN, the tree changed meanwhile"),
          Map.entry(EACCES, "EACCES, permission denied"),
          Map.entry(EBUSY, "EBUSY, in use"),
          Map.entry(EEXIST, "EEXIST, it exists"),
          Map.entry(EXDEV, "EXDEV, another file system"),
          Map.entry(ENODEV, "ENODEV, this kernel does not have it"),
          Map.entry(ENOTDIR, "ENOTDIR, not a directory"),
          Map.entry(EISDIR, "EISDIR, it is a directory"),
          Map.entry(EINVAL, "EINVAL, invalid argument"),
          Map.entry(ENOTTY, "ENOTTY, not possible with this kind of file"),
          Map.entry(ENOSPC, "ENOSPC, no space left on device"),
          Map.entry(EROFS, "EROFS, read-only file system"),
          Map.entry(EPIPE, "EPIPE, nobody reads any more"),
          Map.entry(ERANGE, "ERANGE, it is too large"),
          Map.entry(ENAMETOOLONG, "ENAMETOOLONG, the name is too long"),
          Map.entry(ENOSYS, "ENOSYS, not implemented by this kernel"),
          Map.entry(ENOTEMPTY, "ENOTEMPTY, the directory is not empty"),
          Map.entry(ELOOP, "ELOOP, too many links or a forbidden one"),
          Map.entry(ENODATA, "ENODATA, no such attribute"),
          Map.entry(EOPNOTSUPP, "EOPNOTSUPP, not supported by this file system"),
          Map.entry(ECONNRESET, "ECONNRESET, the other side has closed"),
          Map.entry(EDQUOT, "EDQUOT, the quota is used up"));

  private Errno() {}

  /** The result, unless it is -1. Call it on the line after the system call, or around it. */
  static long check(String syscall, String what, long result) {
    if (result == -1) {
      throw new SyscallFailure(syscall, "cannot " + what, last());
    }
    return result;
  }

  /** The error number of the last system call of this thread. */
  static int last() {
    return CallFrame.ofThread().errno();
  }

  static String describe(int errno) {
    return NAMES.getOrDefault(errno, "errno " + errno);
  }
}
