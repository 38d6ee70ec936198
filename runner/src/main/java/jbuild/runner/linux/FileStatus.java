package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * What the kernel says of a file.
 *
 * @param mode the permissions with set-uid, set-gid and sticky bits, without the type
 * @param blocks of 512 bytes that it takes on disk
 * @param links how many names it has
 * @param device of the file system it is on
 * @param special the device that it stands for, if it is a device node
 * @param seconds since 1970, of the last change of the content
 * @param accessSeconds likewise, of the last look at it
 * @param statusSeconds likewise, of the last change of anything about it, which nobody can set
 */
public record FileStatus(
    FileType type,
    int mode,
    long uid,
    long gid,
    long size,
    long blocks,
    long links,
    Device device,
    long inode,
    Device special,
    long seconds,
    int nanoseconds,
    long accessSeconds,
    int accessNanoseconds,
    long statusSeconds,
    int statusNanoseconds) {
  private static final int SIZE_OF_STATX = 256;

  // Offsets in struct statx of linux/stat.h.
  private static final int STX_ATTRIBUTES = 8;
  private static final int STX_NLINK = 16;
  private static final int STX_UID = 20;
  private static final int STX_GID = 24;
  private static final int STX_MODE = 28;
  private static final int STX_INO = 32;
  private static final int STX_SIZE = 40;
  private static final int STX_BLOCKS = 48;
  private static final int STX_ATIME = 64;
  private static final int STX_BTIME = 80;
  private static final int STX_CTIME = 96;
  private static final int STX_MTIME = 112;
  private static final int STX_RDEV_MAJOR = 128;
  private static final int STX_DEV_MAJOR = 136;

  private static final BytePath ITSELF = BytePath.of("");
  private static final long AT_SYMLINK_NOFOLLOW = 0x100;
  private static final long AT_NO_AUTOMOUNT = 0x800;
  private static final int PERMISSIONS = 07777;
  private static final long STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_BTIME = 0x800;
  private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;

  /** A device number, in its parts. */
  public record Device(int major, int minor) {
    /** As one number, like glibc's makedev: what programs show as {@code st_dev}. */
    public long number() {
      return (minor & 0xffL)
          | (major & 0xfffL) << 8
          | (minor & 0xffffff00L) << 12
          | (major & 0xfffff000L) << 32;
    }
  }

  /** Of what is open, also as a place. */
  public static FileStatus of(Fd fd) {
    return of(statx(fd));
  }

  /**
   * Of an entry of a directory; a link is not followed. Empty where something else is mounted: what
   * the kernel says there is of that.
   */
  public static Optional<FileStatus> ofChild(Fd directory, BytePath name) {
    ByteBuffer statx =
        statx(directory, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS);
    boolean mounted = (statx.getLong(STX_ATTRIBUTES) & STATX_ATTR_MOUNT_ROOT) != 0;
    return mounted ? Optional.empty() : Optional.of(of(statx));
  }

  /** Whether something is mounted exactly there. */
  public static boolean isMounted(Fd place) {
    return (statx(place).getLong(STX_ATTRIBUTES) & STATX_ATTR_MOUNT_ROOT) != 0;
  }

  /** When the file was made, where its file system knows. */
  public static Optional<Instant> created(Fd fd) {
    ByteBuffer statx = statx(fd, STATX_BTIME);
    boolean isKnown = (statx.getInt(0) & STATX_BTIME) != 0;
    return isKnown
        ? Optional.of(
            Instant.ofEpochSecond(statx.getLong(STX_BTIME), statx.getInt(STX_BTIME + Long.BYTES)))
        : Optional.empty();
  }

  private static ByteBuffer statx(Fd fd) {
    return statx(fd, STATX_BASIC_STATS);
  }

  private static ByteBuffer statx(Fd fd, long wanted) {
    return statx(fd, ITSELF, Descriptors.AT_EMPTY_PATH, wanted);
  }

  private static ByteBuffer statx(Fd fd, BytePath name, long flags, long wanted) {
    byte[] buffer = new byte[SIZE_OF_STATX];
    long result = Retry.call(Call.STATX, fd.number(), name.terminated(), flags, wanted, buffer);
    if (result == -1) {
      String what = name.isEmpty() ? fd.name() : fd.name() + "/" + name;
      throw new SyscallFailure("statx", "cannot look at " + what, Errno.last());
    }
    return ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
  }

  private static FileStatus of(ByteBuffer statx) {
    int mode = Short.toUnsignedInt(statx.getShort(STX_MODE));
    return new FileStatus(
        FileType.of(mode),
        mode & PERMISSIONS,
        Integer.toUnsignedLong(statx.getInt(STX_UID)),
        Integer.toUnsignedLong(statx.getInt(STX_GID)),
        statx.getLong(STX_SIZE),
        statx.getLong(STX_BLOCKS),
        Integer.toUnsignedLong(statx.getInt(STX_NLINK)),
        device(statx, STX_DEV_MAJOR),
        statx.getLong(STX_INO),
        device(statx, STX_RDEV_MAJOR),
        statx.getLong(STX_MTIME),
        statx.getInt(STX_MTIME + Long.BYTES),
        statx.getLong(STX_ATIME),
        statx.getInt(STX_ATIME + Long.BYTES),
        statx.getLong(STX_CTIME),
        statx.getInt(STX_CTIME + Long.BYTES));
  }

  /** The minor number follows the major one. */
  private static Device device(ByteBuffer statx, int offset) {
    return new Device(statx.getInt(offset), statx.getInt(offset + Integer.BYTES));
  }

  /** The same of a file of root's. */
  public FileStatus ofRoot() {
    return new FileStatus(
        type,
        mode,
        0,
        0,
        size,
        blocks,
        links,
        device,
        inode,
        special,
        seconds,
        nanoseconds,
        accessSeconds,
        accessNanoseconds,
        statusSeconds,
        statusNanoseconds);
  }

  public boolean isRegular() {
    return type == FileType.REGULAR;
  }

  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  /** Whether anybody may execute it. */
  public boolean isExecutable() {
    return (mode & 0111) != 0;
  }
}
