package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel says of a file.
 *
 * @param mode the permissions with set-uid, set-gid and sticky bits, without the type
 * @param blocks of 512 bytes that it takes on disk
 * @param links how many names it has
 * @param device of the file system it is on
 * @param special the device that it stands for, if it is a device node
 * @param seconds since 1970, of the last change of the content
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
    int nanoseconds) {
  private static final int SIZE_OF_STATX = 256;
  private static final int PERMISSIONS = 07777;
  private static final long STATX_BASIC_STATS = 0x7ff;

  /** A device number, in its parts. */
  public record Device(int major, int minor) {}

  /** Of what is open, also as a place. */
  public static FileStatus of(Fd fd) {
    byte[] buffer = new byte[SIZE_OF_STATX];
    byte[] itself = BytePath.of("").terminated();
    Retry.call(
        "statx",
        () -> "look at " + fd.name(),
        () ->
            FileCalls.syscall(
                Call.STATX.number(),
                fd.number(),
                itself,
                Descriptors.AT_EMPTY_PATH,
                STATX_BASIC_STATS,
                buffer));
    return of(ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder()));
  }

  private static FileStatus of(ByteBuffer statx) {
    int mode = Short.toUnsignedInt(statx.getShort(28));
    return new FileStatus(
        FileType.of(mode),
        mode & PERMISSIONS,
        Integer.toUnsignedLong(statx.getInt(20)),
        Integer.toUnsignedLong(statx.getInt(24)),
        statx.getLong(40),
        statx.getLong(48),
        Integer.toUnsignedLong(statx.getInt(16)),
        new Device(statx.getInt(136), statx.getInt(140)),
        statx.getLong(32),
        new Device(statx.getInt(128), statx.getInt(132)),
        statx.getLong(112),
        statx.getInt(120));
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
