package jbuild.runner.image.pool;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileSystemSpace;
import jbuild.runner.linux.LoopDevices;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.linux.Xattrs;

/**
 * How large a pool is, and may become: as large as the host has room for, unless somebody has set a
 * limit. It grows before it is needed: who writes to a full pool has lost.
 *
 * @param file of the pool
 * @param root of its file system
 */
public record Room(Fd file, Fd root) {
  private static final BytePath LIMIT = BytePath.of("user.jbuild.limit");
  private static final int BLOCK = 512;
  private static final long SECTOR = 4096;
  private static final long STEP = 256L << 20;

  /** What is free at least when somebody begins to use a pool, if the host has it. */
  private static final long KEPT = 2L << 30;

  /** What is left to the host. */
  private static final long OF_HOST = 128L << 20;

  /** What the file system can hold in all. */
  public long size() {
    return FileStatus.of(file).size();
  }

  /** What it takes on the host. */
  public long taken() {
    return FileStatus.of(file).blocks() * BLOCK;
  }

  /** What can be written to it as large as it is. */
  public long free() {
    return FileSystemSpace.of(root).available();
  }

  /** How large it may become; no larger than it is, if what somebody has written there is wrong. */
  public OptionalLong limit() {
    Optional<byte[]> text = Xattrs.get(file, LIMIT);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(new String(text.get(), StandardCharsets.US_ASCII)));
    } catch (NumberFormatException e) {
      return OptionalLong.of(size());
    }
  }

  /** How large it may become from now on; one that is larger gets smaller, or this fails. */
  public void limit(OptionalLong bytes) {
    if (bytes.isEmpty()) {
      Xattrs.remove(file, LIMIT);
      return;
    }
    long most = bytes.getAsLong();
    // In one: it must not grow again in between.
    try (Pool.Lock lock = Pool.Lock.on(file)) {
      if (most < size()) {
        shrink(lock, most);
      }
      Xattrs.set(file, LIMIT, Long.toString(most).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void shrink(Pool.Lock lock, long most) {
    long size = most / SECTOR * SECTOR;
    try (Fd device = lock.device()) {
      Btrfs.fit(root, size);
      Contents.setSize(file, size);
      LoopDevices.fit(device);
    } catch (SyscallFailure failure) {
      boolean isFull = failure.errno() == Errno.ENOSPC;
      if (!isFull && failure.errno() != Errno.EINVAL) {
        throw failure;
      }
      throw new Failure(
          ExitStatus.FAILED,
          "cannot limit " + file.name() + " to " + most + " bytes",
          isFull
              ? "it has " + size() + ", and what is in it needs more than that"
              : "it has " + size() + ", and btrfs does not get that small",
          "take a higher limit" + (isFull ? ", or remove images" : ": 256M or more"),
          List.of(),
          failure);
    }
  }

  /** Lets so much be free at least, for what is about to be written. */
  public void make(long bytes) {
    if (free() < bytes) {
      grow(bytes);
      if (free() < bytes) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot make room for " + bytes + " bytes in " + file.name(),
            "it has " + free() + " and may not become larger than " + largest() + " bytes",
            "remove images, free space on the host, or raise the limit with 'jbuild pool limit'");
      }
    }
  }

  /** Lets what people usually need be free, as far as the host has it. */
  void keepSome() {
    if (free() < KEPT / 2 && size() < largest()) {
      grow(KEPT);
    }
  }

  private void grow(long wanted) {
    try (Pool.Lock lock = Pool.Lock.on(file);
        Fd device = lock.device()) {
      long missing = wanted - free();
      long size = size();
      // The file system needs some of it for itself.
      long target = Math.min(largest(), rounded(size + missing + Math.max(missing / 8, STEP)));
      if (missing > 0 && target > size) {
        Contents.setSize(file, target);
        LoopDevices.fit(device);
        Btrfs.fit(root);
      }
    }
  }

  /** Makes it so large at least; fails when it is larger already. */
  public void growTo(long size) {
    if (size < size()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot grow " + file.name() + " to " + size + " bytes",
          "it has " + size() + " already",
          "leave it, or make it smaller with 'jbuild pool limit'; on disk it takes only what is"
              + " written");
    }
    if (size > largest()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + file.name() + " as large as " + size + " bytes",
          "it may not become larger than " + largest() + " bytes",
          "free space on the host, or raise the limit with 'jbuild pool limit'");
    }
    try (Pool.Lock lock = Pool.Lock.on(file);
        Fd device = lock.device()) {
      if (size > size()) {
        Contents.setSize(file, rounded(size));
      }
      // Also what was cut short before.
      LoopDevices.fit(device);
      Btrfs.fit(root);
    }
  }

  private long largest() {
    long host = taken() + FileSystemSpace.of(file).available() - OF_HOST;
    return Math.max(size(), Math.min(host, limit().orElse(Long.MAX_VALUE)));
  }

  private static long rounded(long size) {
    return (size + STEP - 1) / STEP * STEP;
  }
}
