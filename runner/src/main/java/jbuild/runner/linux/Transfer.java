package jbuild.runner.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * Native memory of one thread for the content of files: what is read and written in large pieces is
 * copied once, and only as much as there is.
 */
final class Transfer {
  static final int SIZE = 256 * 1024;

  private static final ThreadLocal<Transfer> OF_THREAD =
      new ThreadLocal<>() {
        @Override
        protected Transfer initialValue() {
          return new Transfer();
        }
      };

  private final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE);
  private final long address = Pointer.nativeValue(Native.getDirectBufferPointer(memory));

  private Transfer() {}

  static Transfer ofThread() {
    return OF_THREAD.get();
  }

  /** As read(2), of at most {@link #SIZE} bytes. */
  long read(Fd fd, byte[] buffer, int offset, int length) {
    long count = Retry.call(Call.READ, fd.number(), address, Math.min(length, SIZE));
    if (count > 0) {
      memory.get(0, buffer, offset, (int) count);
    }
    return count;
  }

  /** As write(2), of at most {@link #SIZE} bytes. */
  long write(Fd fd, byte[] buffer, int offset, int length) {
    int part = Math.min(length, SIZE);
    memory.put(0, buffer, offset, part);
    return Retry.call(Call.WRITE, fd.number(), address, part);
  }
}
