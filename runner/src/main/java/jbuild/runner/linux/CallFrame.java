package jbuild.runner.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * Native memory of one thread, in which its system calls are put together, one after the other: a
 * {@link CallTable} of a single entry.
 *
 * <p>JNA's own ways take long at their first call (direct mapping, 25 ms) or at each (functions, 25
 * µs); see docs/performance.md.
 */
final class CallFrame {
  private static final ThreadLocal<CallFrame> OF_THREAD =
      new ThreadLocal<>() {
        @Override
        protected CallFrame initialValue() {
          return new CallFrame();
        }
      };

  // Counted in words of eight bytes.
  private static final int TABLE = 0;
  private static final int ENTRY = 4;
  private static final int NUMBER_AND_ARGUMENTS = 7;
  private static final int FLAGS = ENTRY + 7;
  private static final int STORE = ENTRY + 9;
  private static final int END_FLAGS = ENTRY + 10 + 7;
  private static final int RESULT = END_FLAGS + 3;
  private static final int WORDS = RESULT + 1;

  private static final int FIRST_SCRATCH = 8 * 1024;
  private static final int ALIGNMENT = 16;

  /** The highest values are error numbers, negated. */
  private static final long LOWEST_ERROR = -4095;

  private final Walker.Walk walk;
  private final ByteBuffer frame = ByteBuffer.allocateDirect(WORDS * Long.BYTES);
  private final Pointer words = Native.getDirectBufferPointer(frame);
  private final long[] entry = new long[NUMBER_AND_ARGUMENTS];
  private ByteBuffer memory = ByteBuffer.allocateDirect(FIRST_SCRATCH);
  private Pointer scratch = Native.getDirectBufferPointer(memory);
  private int errno;

  private CallFrame() {
    long address = Pointer.nativeValue(words);
    words.setLong(TABLE, address + ENTRY * Long.BYTES);
    words.setLong(FLAGS * Long.BYTES, CallTable.MAY_FAIL);
    words.setLong(STORE * Long.BYTES, address + RESULT * Long.BYTES);
    words.setLong(END_FLAGS * Long.BYTES, CallTable.END);
    walk = Walker.get().walk(address);
  }

  static CallFrame ofThread() {
    return OF_THREAD.get();
  }

  /** Why the last call failed. */
  int errno() {
    return errno;
  }

  /** The result, or -1. */
  long call(long number, Object... arguments) {
    makeRoom(arguments);
    entry[0] = number;
    int used = 0;
    for (int i = 1; i < entry.length; i++) {
      Object argument = i <= arguments.length ? arguments[i - 1] : null;
      if (argument instanceof Number value) {
        entry[i] = value.longValue();
      } else if (argument == null) {
        entry[i] = 0;
      } else {
        entry[i] = Pointer.nativeValue(scratch) + used;
        used += copyIn(used, argument);
      }
    }
    words.write(ENTRY * Long.BYTES, entry, 0, entry.length);
    walk.go();
    copyOut(arguments);
    long result = words.getLong(RESULT * Long.BYTES);
    if (result < 0 && result >= LOWEST_ERROR) {
      errno = (int) -result;
      return -1;
    }
    return result;
  }

  private void makeRoom(Object... arguments) {
    int size = 0;
    for (Object argument : arguments) {
      size += size(argument);
    }
    if (size > memory.capacity()) {
      memory = ByteBuffer.allocateDirect(size);
      scratch = Native.getDirectBufferPointer(memory);
    }
  }

  /** What an argument needs, with what keeps the next one aligned. */
  private static int size(Object argument) {
    int size = 0;
    if (argument instanceof byte[] bytes) {
      size = bytes.length;
    } else if (argument instanceof long[] longs) {
      size = longs.length * Long.BYTES;
    }
    return size + ALIGNMENT - 1 & -ALIGNMENT;
  }

  private int copyIn(int at, Object array) {
    if (array instanceof byte[] bytes) {
      scratch.write(at, bytes, 0, bytes.length);
    } else if (array instanceof long[] longs) {
      scratch.write(at, longs, 0, longs.length);
    } else {
      throw new IllegalArgumentException("not an argument of a system call: " + array.getClass());
    }
    return size(array);
  }

  private void copyOut(Object... arguments) {
    int at = 0;
    for (Object argument : arguments) {
      if (argument instanceof byte[] bytes) {
        scratch.read(at, bytes, 0, bytes.length);
      } else if (argument instanceof long[] longs) {
        scratch.read(at, longs, 0, longs.length);
      }
      at += size(argument);
    }
  }
}
