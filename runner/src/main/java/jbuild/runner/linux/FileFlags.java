package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What chattr(1) sets on regular files and directories; see ioctl_iflags(2).
 *
 * @param bits as the kernel has them; zero where the file system has no such flags
 */
public record FileFlags(int bits) {
  private static final long FS_IOC_GETFLAGS = 0x80086601L;
  private static final long FS_IOC_SETFLAGS = 0x40086602L;
  private static final int COMPRESSED = 0x4;
  private static final int SYNCHRONOUS = 0x8;
  private static final int IMMUTABLE = 0x10;
  private static final int APPEND_ONLY = 0x20;
  private static final int NO_DUMP = 0x40;
  private static final int NO_ATIME = 0x80;
  private static final int NOT_COMPRESSED = 0x400;
  private static final int SYNCHRONOUS_DIRECTORY = 0x10000;
  private static final int NO_COPY_ON_WRITE = 0x800000;

  private static final int WISHES =
      COMPRESSED
          | SYNCHRONOUS
          | NO_DUMP
          | NO_ATIME
          | NOT_COMPRESSED
          | SYNCHRONOUS_DIRECTORY
          | NO_COPY_ON_WRITE;

  /** Of a file that is open for use: as a place only it has none. */
  public static FileFlags of(Fd fd) {
    byte[] bits = new byte[Long.BYTES];
    long result = Control.quietly(fd, FS_IOC_GETFLAGS, bits);
    return new FileFlags(
        result == -1 ? 0 : ByteBuffer.wrap(bits).order(ByteOrder.nativeOrder()).getInt(0));
  }

  /** Whether somebody has forbidden to change it. */
  public boolean isProtected() {
    return (bits & (IMMUTABLE | APPEND_ONLY)) != 0;
  }

  public boolean isImmutable() {
    return (bits & IMMUTABLE) != 0;
  }

  /** Those that say how the file is kept, without those that forbid to change it. */
  public FileFlags wishes() {
    return new FileFlags(bits & WISHES);
  }

  /** The same, and the file can be changed. */
  public FileFlags unprotected() {
    return new FileFlags(bits & ~(IMMUTABLE | APPEND_ONLY));
  }

  /** The same, and nobody can change the file. */
  public FileFlags immutable() {
    return new FileFlags(bits | IMMUTABLE);
  }

  /** Gives a file these flags, as far as its file system knows them. */
  public void apply(Fd fd) {
    byte[] argument =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putInt(0, bits).array();
    if (Control.quietly(fd, FS_IOC_SETFLAGS, argument) == -1) {
      int errno = Errno.last();
      if (errno != Errno.EOPNOTSUPP && errno != Errno.ENOTTY && errno != Errno.EINVAL) {
        throw new SyscallFailure("ioctl", "cannot set the flags of " + fd.name(), errno);
      }
    }
  }
}
