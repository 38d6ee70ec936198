package jbuild.runner.linux;

import java.util.function.UnaryOperator;

/** Bytes on their way from one descriptor to another, never more than there is room for. */
public final class Relay {
  private static final int ROOM = 64 * 1024;

  // A pipe that poll(2) calls writable takes so much without waiting.
  private static final int PIPE_BUF = 4096;

  /** What came of a read or a write. */
  public enum Result {
    MOVED,
    /** Not now. */
    NOTHING,
    /** Never again: the other side is gone. */
    END
  }

  private final NativeMemory memory = new NativeMemory(ROOM);
  private final long address = memory.reserve(ROOM);
  private int start;
  private int end;
  private int last;

  public boolean hasRoom() {
    return end < ROOM;
  }

  public boolean isEmpty() {
    return start == end;
  }

  /** Takes what there is, as far as there is room. */
  public Result readFrom(Fd fd) {
    long count = move(Call.READ, fd, address + end, ROOM - end);
    if (count <= 0) {
      return count == 0 ? Result.END : refused("read", fd);
    }
    last = (int) count;
    end += last;
    return Result.MOVED;
  }

  /**
   * The same, but changed on its way. Nothing is taken while there is something: the change has all
   * the room.
   *
   * @param growth how many bytes become of one at most
   */
  public Result readFrom(Fd fd, int growth, UnaryOperator<byte[]> change) {
    if (!isEmpty()) {
      return Result.NOTHING;
    }
    long count = move(Call.READ, fd, address, ROOM / growth);
    if (count <= 0) {
      return count == 0 ? Result.END : refused("read", fd);
    }
    byte[] changed = change.apply(memory.readBytes(address, (int) count));
    memory.write(address, changed);
    last = changed.length;
    end = last;
    return Result.MOVED;
  }

  /** What the last read brought. */
  public byte[] lastRead() {
    return memory.readBytes(address + end - last, last);
  }

  /** Passes on a part, small enough for no pipe to make us wait. */
  public Result writeTo(Fd fd) {
    long count = move(Call.WRITE, fd, address + start, Math.min(end - start, PIPE_BUF));
    if (count < 0) {
      return refused("write", fd);
    }
    start += (int) count;
    if (isEmpty()) {
      start = 0;
      end = 0;
    }
    return Result.MOVED;
  }

  private static long move(Call call, Fd fd, long at, int count) {
    return LibC.syscall(call.number(), fd.number(), at, count);
  }

  private static Result refused(String syscall, Fd fd) {
    int errno = Errno.last();
    return switch (errno) {
      case Errno.EAGAIN, Errno.EINTR -> Result.NOTHING;
      case Errno.EIO, Errno.EPIPE, Errno.ECONNRESET, Errno.EBADF -> Result.END;
      default -> throw new SyscallFailure(syscall, "cannot " + syscall + " " + fd.name(), errno);
    };
  }
}
