package jbuild.runner.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Memory outside of Java's heap, given out piece by piece and given back all at once, when nothing
 * refers to this object any more. Addresses stay valid until then.
 */
final class NativeMemory {
  private static final long ALIGNMENT = 16;

  private final Memory memory;
  private long used;

  /** All zero. */
  NativeMemory(long size) {
    memory = new Memory(size);
    memory.clear();
  }

  /** The address of so many zero bytes. */
  long reserve(long size) {
    long start = used;
    used = (start + size + ALIGNMENT - 1) & -ALIGNMENT;
    if (start + size > memory.size()) {
      throw new IllegalStateException("more than " + memory.size() + " bytes of native memory");
    }
    return address() + start;
  }

  /** The address of a copy. */
  long bytes(byte[] bytes) {
    long at = reserve(bytes.length);
    memory.write(at - address(), bytes, 0, bytes.length);
    return at;
  }

  /** The address of a copy that ends with a NUL. */
  long text(String text) {
    return path(BytePath.of(text));
  }

  long path(BytePath path) {
    return bytes(path.terminated());
  }

  /** The address of an array of pointers to copies, with a null pointer at its end. */
  long texts(List<String> texts) {
    long array = reserve((texts.size() + 1L) * Long.BYTES);
    long at = array;
    for (String text : texts) {
      write(at, bytes((text + "\0").getBytes(StandardCharsets.UTF_8)));
      at += Long.BYTES;
    }
    return array;
  }

  long longs(long... values) {
    long array = reserve((long) values.length * Long.BYTES);
    for (int i = 0; i < values.length; i++) {
      write(array + (long) i * Long.BYTES, values[i]);
    }
    return array;
  }

  void write(long at, long value) {
    memory.setLong(at - address(), value);
  }

  long read(long at) {
    return memory.getLong(at - address());
  }

  int readInt(long at) {
    return memory.getInt(at - address());
  }

  byte[] readBytes(long at, int count) {
    return memory.getByteArray(at - address(), count);
  }

  Pointer pointer(long at) {
    return new Pointer(at);
  }

  private long address() {
    return Pointer.nativeValue(memory);
  }
}
