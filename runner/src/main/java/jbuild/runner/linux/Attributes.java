package jbuild.runner.linux;

/** Owners, modes and times of files that are open, also as places: nothing is looked up again. */
public final class Attributes {
  private static final byte[] ITSELF = BytePath.of("").terminated();
  private static final long UTIME_OMIT = 0x3ffffffe;

  private Attributes() {}

  /** Takes away set-uid bits and capabilities, as the kernel does: set these afterwards. */
  public static void setOwner(Fd fd, long uid, long gid) {
    Errno.check(
        "fchownat",
        "give " + fd.name() + " to " + uid + ":" + gid,
        Retry.call(Call.FCHOWNAT, fd.number(), ITSELF, uid, gid, Descriptors.AT_EMPTY_PATH));
  }

  /** Not for symbolic links, which have no mode of their own. */
  public static void setMode(Fd fd, int mode) {
    byte[] path = BytePath.of(Descriptors.magicLink(fd)).terminated();
    Errno.check(
        "fchmodat",
        "set mode 0" + Integer.toOctalString(mode) + " of " + fd.name(),
        Retry.call(Call.FCHMODAT, Descriptors.AT_FDCWD, path, mode));
  }

  /** The same for a file that is open for use, not only as a place: nothing is looked up. */
  public static void setModeOfOpen(Fd file, int mode) {
    Errno.check(
        "fchmod",
        "set mode 0" + Integer.toOctalString(mode) + " of " + file.name(),
        Retry.call(Call.FCHMOD, file.number(), mode));
  }

  /** Sets the time of the last change of the content. */
  public static void setTime(Fd fd, long seconds, int nanoseconds) {
    setTimes(fd, new long[] {0, UTIME_OMIT, seconds, nanoseconds});
  }

  /** Sets the times of the last look at the content and of its last change to those of a file. */
  public static void setTimes(Fd fd, FileStatus like) {
    setTimes(
        fd,
        new long[] {
          like.accessSeconds(), like.accessNanoseconds(), like.seconds(), like.nanoseconds()
        });
  }

  private static void setTimes(Fd fd, long[] accessAndChange) {
    Errno.check(
        "utimensat",
        "set the time of " + fd.name(),
        Retry.call(
            Call.UTIMENSAT, fd.number(), ITSELF, accessAndChange, Descriptors.AT_EMPTY_PATH));
  }
}
