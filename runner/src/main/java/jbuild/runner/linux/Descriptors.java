package jbuild.runner.linux;

/** Opens files. Below an image only {@link #inside} is allowed: nothing else stays inside. */
public final class Descriptors {
  private static final boolean AARCH64 = Architecture.AARCH64.isCurrent();

  public static final long O_RDONLY = 0;
  public static final long O_WRONLY = 1;
  public static final long O_RDWR = 2;
  public static final long O_CREAT = 0x40;
  public static final long O_EXCL = 0x80;
  public static final long O_NOCTTY = 0x100;
  public static final long O_TRUNC = 0x200;
  public static final long O_NONBLOCK = 0x800;
  public static final long O_DIRECTORY = AARCH64 ? 0x4000 : 0x10000;
  public static final long O_NOFOLLOW = AARCH64 ? 0x8000 : 0x20000;
  public static final long O_PATH = 0x200000;

  static final long O_CLOEXEC = 0x80000;
  static final long LAST = 0xFFFF_FFFFL;
  static final long AT_FDCWD = -100;
  static final long AT_REMOVEDIR = 0x200;
  static final long AT_EMPTY_PATH = 0x1000;
  static final long RESOLVE_NO_XDEV = 0x01;
  static final long RESOLVE_NO_MAGICLINKS = 0x02;
  static final long RESOLVE_NO_SYMLINKS = 0x04;
  static final long RESOLVE_BENEATH = 0x08;
  static final long RESOLVE_IN_ROOT = 0x10;

  private static final long F_GETFD = 1;
  private static final int ATTEMPTS = 100;

  private Descriptors() {}

  /** Opens a path of the host, which the user has named, as a place: neither read nor written. */
  public static Fd onHost(BytePath path) {
    return open(path.toString(), AT_FDCWD, path, O_PATH, 0, 0);
  }

  /** Opens a file or directory of the host with the given {@code O_} flags. */
  public static Fd onHost(BytePath path, long flags) {
    return open(path.toString(), AT_FDCWD, path, flags, 0600, 0);
  }

  /** Opens a path of an image as a place. Links are followed, and / and .. end at the root. */
  public static Fd inside(Fd root, BytePath path) {
    return inside(root, path, O_PATH);
  }

  /**
   * Opens a path of an image with the given {@code O_} flags, inside the image whatever it says.
   */
  public static Fd inside(Fd root, BytePath path, long flags) {
    String name = path + " in " + root.name();
    return open(name, root.number(), path, flags, 0600, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
  }

  /**
   * Opens an entry of a directory with the given {@code O_} flags. Neither a link nor a mount leads
   * away: the first is refused, or opened itself with {@link #O_PATH}; the second is refused.
   */
  public static Fd child(Fd directory, BytePath name, long flags) {
    String full = directory.name() + "/" + name;
    long resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
    return open(full, directory.number(), name, flags | O_NOFOLLOW, 0600, resolve);
  }

  /**
   * Whether whoever executed this program meant to pass it on; what Java opens is not passed on.
   */
  public static boolean isInherited(Fd fd) {
    return Retry.call(Call.FCNTL, fd.number(), F_GETFD) == 0;
  }

  /** Opens again what is open as a place, now for use. */
  public static Fd reopen(Fd place, long flags) {
    BytePath path = BytePath.of(magicLink(place));
    return open(place.name(), AT_FDCWD, path, flags, 0, 0);
  }

  /** The path by which calls that know no descriptors, or none of places, reach what is open. */
  static String magicLink(Fd fd) {
    return "/proc/self/fd/" + fd.number();
  }

  private static Fd open(
      String name, long directory, BytePath path, long flags, long mode, long resolve) {
    // The kernel refuses a mode where nothing can be created.
    long[] how = {flags | O_CLOEXEC, (flags & O_CREAT) == 0 ? 0 : mode, resolve};
    long size = (long) how.length * Long.BYTES;
    int attempts = 0;
    while (true) {
      long fd = Retry.call(Call.OPENAT2, directory, path.terminated(), how, size);
      if (fd != -1) {
        return new Fd((int) fd, name);
      }
      // A rename anywhere on the host, while the kernel resolves "..", is enough for EAGAIN.
      attempts++;
      if (Errno.last() != Errno.EAGAIN || attempts == ATTEMPTS) {
        throw new SyscallFailure("openat2", "cannot open " + name, Errno.last());
      }
    }
  }
}
