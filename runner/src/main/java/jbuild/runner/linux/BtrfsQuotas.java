package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much subvolumes of btrfs use, and may use; numbers and layouts are those of linux/btrfs.h and
 * linux/btrfs_tree.h.
 */
public final class BtrfsQuotas {
  private static final int ARGUMENTS = 4096;
  private static final long TREE_SEARCH = 0xd0009411L;
  private static final long INO_LOOKUP = 0xd0009412L;
  private static final long QUOTA_CTL = 0xc0109428L;
  private static final long QGROUP_LIMIT = 0x8030942bL;
  private static final long QUOTA_RESCAN_WAIT = 0x942eL;
  private static final long ENABLE = 1;
  private static final long TOP_INODE = 256;

  private static final long QUOTA_TREE = 8;
  private static final int INFO = 242;
  private static final int LIMIT = 244;

  // Of struct btrfs_ioctl_search_key.
  private static final int MAX_OBJECT_AT = 16;
  private static final int MIN_OFFSET_AT = 24;
  private static final int MAX_OFFSET_AT = 32;
  private static final int MAX_TRANSACTION_AT = 48;
  private static final int MIN_TYPE_AT = 56;
  private static final int MAX_TYPE_AT = 60;
  private static final int COUNT_AT = 64;
  private static final int SIZE_OF_KEY = 104;
  private static final int SIZE_OF_HEADER = 32;

  private static final int MAX_USED_FLAG = 1;
  private static final int MAX_EXCLUSIVE_FLAG = 2;
  private static final int SIZE_OF_LIMIT = 48;

  private BtrfsQuotas() {}

  /** Lets the file system count, and waits until it has; nothing happens where it does so. */
  public static void enable(Fd subvolume) {
    try (Fd directory = open(subvolume)) {
      byte[] command =
          ByteBuffer.allocate(2 * Long.BYTES)
              .order(ByteOrder.nativeOrder())
              .putLong(ENABLE)
              .array();
      Control.of(directory, QUOTA_CTL, command, "count what is used on " + subvolume.name());
      Errno.check(
          "ioctl",
          "wait for the count of " + subvolume.name(),
          Control.quietly(directory, QUOTA_RESCAN_WAIT, 0));
    }
  }

  /** What the subvolume uses; empty where nothing is counted. */
  public static Optional<QuotaUsage> usage(Fd subvolume) {
    try (Fd directory = open(subvolume)) {
      long id = id(directory);
      Optional<ByteBuffer> info = item(directory, INFO, id);
      if (info.isEmpty()) {
        return Optional.empty();
      }
      ByteBuffer limit =
          item(directory, LIMIT, id).orElseGet(() -> ByteBuffer.allocate(3 * Long.BYTES));
      long flags = limit.getLong(0);
      return Optional.of(
          new QuotaUsage(
              info.get().getLong(Long.BYTES),
              OptionalLong.of(info.get().getLong(3 * Long.BYTES)),
              limited(flags & MAX_USED_FLAG, limit.getLong(Long.BYTES)),
              limited(flags & MAX_EXCLUSIVE_FLAG, limit.getLong(2 * Long.BYTES))));
    }
  }

  private static OptionalLong limited(long flag, long limit) {
    return flag == 0 || limit == -1 ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /** Limits what the subvolume may use, or does not any more. Quotas are enabled. */
  public static void limit(Fd subvolume, OptionalLong bytes) {
    try (Fd directory = open(subvolume)) {
      // -1 takes a limit away; the kernel knows it since Linux 4.2.
      byte[] argument =
          ByteBuffer.allocate(SIZE_OF_LIMIT)
              .order(ByteOrder.nativeOrder())
              .putLong(id(directory))
              .putLong(MAX_USED_FLAG)
              .putLong(bytes.orElse(-1))
              .array();
      Control.of(directory, QGROUP_LIMIT, argument, "limit " + subvolume.name());
    }
  }

  /** Of the tree in which the directory is. */
  private static long id(Fd directory) {
    ByteBuffer lookup = arguments().putLong(Long.BYTES, TOP_INODE);
    Control.of(directory, INO_LOOKUP, lookup.array(), "identify " + directory.name());
    return lookup.getLong(0);
  }

  /** What stands under a key in the tree of quotas. */
  private static Optional<ByteBuffer> item(Fd directory, int type, long id) {
    ByteBuffer search =
        arguments()
            .putLong(0, QUOTA_TREE)
            .putLong(MAX_OBJECT_AT, 0)
            .putLong(MIN_OFFSET_AT, id)
            .putLong(MAX_OFFSET_AT, id)
            .putLong(MAX_TRANSACTION_AT, -1)
            .putInt(MIN_TYPE_AT, type)
            .putInt(MAX_TYPE_AT, type)
            .putInt(COUNT_AT, 1);
    if (Control.quietly(directory, TREE_SEARCH, search.array()) == -1) {
      // There is no such tree before somebody has asked for quotas.
      if (Errno.last() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw new SyscallFailure(
          "ioctl", "cannot read the quota of " + directory.name(), Errno.last());
    }
    return search.getInt(COUNT_AT) == 0
        ? Optional.empty()
        : Optional.of(
            // What is on the disk is so everywhere.
            search.position(SIZE_OF_KEY + SIZE_OF_HEADER).slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static Fd open(Fd place) {
    return Descriptors.reopen(place, Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
  }

  private static ByteBuffer arguments() {
    return ByteBuffer.allocate(ARGUMENTS).order(ByteOrder.nativeOrder());
  }
}
