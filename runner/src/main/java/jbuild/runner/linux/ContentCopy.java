package jbuild.runner.linux;

import java.util.OptionalLong;

/**
 * Copies the content of files: shared with the original where the file system can, else by the
 * kernel, and holes stay holes. What was found to be impossible once is not tried again.
 */
public final class ContentCopy {
  private static final long FICLONE = 0x40049409L;

  /** Small enough for somebody who waits for the end of a part. */
  private static final long LARGEST = 64L << 20;

  private static final int BUFFER = 128 * 1024;
  private static final int BLOCK = 512;

  private final Runnable checkpoint;
  private volatile boolean shares = true;
  private volatile boolean byKernel = true;
  private volatile boolean hasCopied;

  /**
   * @param checkpoint called now and then; what it throws ends the copy
   */
  public ContentCopy(Runnable checkpoint) {
    this.checkpoint = checkpoint;
  }

  /** Both are regular files, open at their start; the second is empty. */
  public void copy(Fd from, FileStatus status, Fd to) {
    if (status.size() == 0 || shares && share(from, to)) {
      return;
    }
    hasCopied = true;
    if (status.blocks() * BLOCK >= status.size()) {
      part(from, to, status.size(), Long.MAX_VALUE);
      return;
    }
    Contents.setSize(to, status.size());
    OptionalLong data = Contents.nextData(from, 0);
    while (data.isPresent()) {
      long start = data.getAsLong();
      long end = Contents.nextHole(from, start);
      Contents.seek(from, start);
      Contents.seek(to, start);
      part(from, to, end - start, end - start);
      data = Contents.nextData(from, end);
    }
  }

  /** Whether content was copied, and not only shared. */
  public boolean hasCopied() {
    return hasCopied;
  }

  /**
   * Lets the second of two files have the content of the first, without a copy of it; whether their
   * file system can do that.
   */
  public static boolean isShared(Fd from, Fd to) {
    return new ContentCopy(() -> {}).share(from, to);
  }

  private boolean share(Fd from, Fd to) {
    if (Control.quietly(to, FICLONE, from.number()) != -1) {
      return true;
    }
    int errno = Errno.last();
    // EINVAL is about this file only: its checksums are switched off, for example.
    if (errno == Errno.EOPNOTSUPP || errno == Errno.ENOTTY || errno == Errno.EXDEV) {
      shares = false;
    } else if (errno != Errno.EINVAL) {
      throw new SyscallFailure("ioctl", "cannot copy " + from.name(), errno);
    }
    return false;
  }

  /**
   * Copies from where the files are to the end, or to the most.
   *
   * @param expected is there unless the file changes meanwhile
   */
  private void part(Fd from, Fd to, long expected, long most) {
    long left = most;
    while (byKernel && left > 0) {
      checkpoint.run();
      long count = copyRange(from, to, Math.min(left, LARGEST));
      if (count == 0 && most - left >= expected) {
        return;
      }
      if (count == 0) {
        // Not the end for sure: copy_file_range(2) says so of files that only a read can fetch.
        break;
      }
      left -= Math.max(count, 0);
    }
    byte[] buffer = new byte[left > 0 ? BUFFER : 0];
    while (left > 0) {
      checkpoint.run();
      int count = Contents.read(from, buffer, (int) Math.min(left, BUFFER));
      if (count == 0) {
        return;
      }
      Contents.write(to, buffer, count);
      left -= count;
    }
  }

  /** How much; 0 at the end, and -1 when the kernel does not do it between these files. */
  private long copyRange(Fd from, Fd to, long length) {
    long count = Retry.call(Call.COPY_FILE_RANGE, from.number(), 0, to.number(), 0, length);
    if (count == -1) {
      switch (Errno.last()) {
        case Errno.EXDEV, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOSYS -> byKernel = false;
        default ->
            throw new SyscallFailure(
                "copy_file_range", "cannot copy " + from.name() + " to " + to.name(), Errno.last());
      }
    }
    return count;
  }
}
