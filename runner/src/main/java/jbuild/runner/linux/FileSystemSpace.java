package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a file system says of itself; see statfs(2).
 *
 * @param type its magic number
 * @param total in bytes
 * @param available to whoever has no privileges, in bytes
 */
public record FileSystemSpace(int type, long total, long available) {
  private static final int SIZE_OF_STATFS = 120;
  private static final int BLOCK_SIZE_AT = 8;
  private static final int BLOCKS_AT = 16;
  private static final int AVAILABLE_AT = 32;

  /** Of the one that holds what is open, also as a place. */
  public static FileSystemSpace of(Fd fd) {
    ByteBuffer statfs = ByteBuffer.allocate(SIZE_OF_STATFS).order(ByteOrder.nativeOrder());
    Errno.check(
        "fstatfs",
        "look at the file system of " + fd.name(),
        Retry.call(Call.FSTATFS, fd.number(), statfs.array()));
    long block = statfs.getLong(BLOCK_SIZE_AT);
    return new FileSystemSpace(
        statfs.getInt(0), block * statfs.getLong(BLOCKS_AT), block * statfs.getLong(AVAILABLE_AT));
  }
}
