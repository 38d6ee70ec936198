package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much the files of one project use, and may use: XFS, and ext4 where it was made for it; see
 * quotactl(2) and xfs_quota(8). The file system must be mounted with the option prjquota.
 */
public final class ProjectQuotas {
  private static final long FS_IOC_FSGETXATTR = 0x801c581fL;
  private static final long FS_IOC_FSSETXATTR = 0x401c5820L;
  private static final int SIZE_OF_ATTRIBUTES = 28;
  private static final int PROJECT_AT = 12;
  private static final int PROJECT_INHERIT = 0x200;

  /** Q_XGETQUOTA and Q_XSETQLIM, for PRJQUOTA. */
  private static final long GET = 0x5803L << 8 | 2;

  private static final long SET = 0x5804L << 8 | 2;
  private static final int SIZE_OF_QUOTA = 112;
  private static final byte VERSION = 1;
  private static final byte OF_PROJECT = 2;
  private static final short HARD_LIMIT_MASK = 1 << 3;
  private static final int BLOCK = 512;
  private static final int MASK_AT = 2;
  private static final int ID_AT = 4;
  private static final int HARD_AT = 8;
  private static final int USED_AT = 40;

  private ProjectQuotas() {}

  /** The project of a file or directory that is open for use; 0 is that of all others. */
  public static int project(Fd file) {
    return attributes(file).getInt(PROJECT_AT);
  }

  /** Gives a file to a project; what is made in a directory then belongs to it, too. */
  public static void join(Fd file, boolean isDirectory, int project) {
    ByteBuffer attributes = attributes(file).putInt(PROJECT_AT, project);
    if (isDirectory) {
      attributes.putInt(0, attributes.getInt(0) | PROJECT_INHERIT);
    }
    String what = "give " + file.name() + " to a project";
    Control.of(file, FS_IOC_FSSETXATTR, attributes.array(), what);
  }

  private static ByteBuffer attributes(Fd file) {
    ByteBuffer attributes = ByteBuffer.allocate(SIZE_OF_ATTRIBUTES).order(ByteOrder.nativeOrder());
    String what = "look at the project of " + file.name();
    Control.of(file, FS_IOC_FSGETXATTR, attributes.array(), what);
    return attributes;
  }

  /** What a project uses; empty where projects are not counted. */
  public static Optional<QuotaUsage> usage(Fd directory, int project) {
    ByteBuffer quota = ByteBuffer.allocate(SIZE_OF_QUOTA).order(ByteOrder.nativeOrder());
    if (control(directory, GET, project, quota) == -1) {
      return switch (Errno.last()) {
        case Errno.ENOSYS, Errno.ESRCH, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOTTY ->
            Optional.empty();
        case Errno.ENOENT ->
            Optional.of(
                new QuotaUsage(
                    0, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()));
        default ->
            throw new SyscallFailure(
                "quotactl_fd", "cannot read the quota of " + directory.name(), Errno.last());
      };
    }
    long limit = quota.getLong(HARD_AT) * BLOCK;
    return Optional.of(
        new QuotaUsage(
            quota.getLong(USED_AT) * BLOCK,
            OptionalLong.empty(),
            limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit),
            OptionalLong.empty()));
  }

  /** Limits what a project may use, or does not any more. */
  public static void limit(Fd directory, int project, OptionalLong bytes) {
    ByteBuffer quota =
        ByteBuffer.allocate(SIZE_OF_QUOTA)
            .order(ByteOrder.nativeOrder())
            .put(VERSION)
            .put(OF_PROJECT)
            .putShort(MASK_AT, HARD_LIMIT_MASK)
            .putInt(ID_AT, project)
            .putLong(HARD_AT, (bytes.orElse(0) + BLOCK - 1) / BLOCK);
    Errno.check(
        "quotactl_fd", "limit " + directory.name(), control(directory, SET, project, quota));
  }

  private static long control(Fd directory, long command, int project, ByteBuffer quota) {
    return Retry.call(Call.QUOTACTL_FD, directory.number(), command, project, quota.array());
  }
}
