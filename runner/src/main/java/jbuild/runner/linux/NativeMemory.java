package jbuild.runner.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Memory outside of Java's heap, given out piece by piece and given back all at once, when nothing
 * refers to this object any more. Addresses stay valid until then.
 */
final class NativeMemory {
  private static final int ALIGNMENT = 16;
  private static final int FIRST_IMAGE = 32 * 1024;

  private final long address;
  private final boolean grows;
  private ByteBuffer memory;
  private int used;

  /** All zero. */
  NativeMemory(long size) {
    memory = ByteBuffer.allocateDirect((int) size).order(ByteOrder.nativeOrder());
    address = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
    grows = false;
  }

  private NativeMemory(long address, ByteBuffer image) {
    this.address = address;
    this.memory = image;
    grows = true;
  }

  /** What another program is to find at this address. It becomes as large as needed. */
  static NativeMemory image(long address) {
    return new NativeMemory(
        address, ByteBuffer.allocate(FIRST_IMAGE).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** The address of so many zero bytes. */
  long reserve(long size) {
    long start = used;
    long end = start + size;
    if (end > memory.capacity()) {
      if (!grows) {
        throw new IllegalStateException("more than " + memory.capacity() + " bytes of memory");
      }
      byte[] larger = Arrays.copyOf(memory.array(), Math.toIntExact(2 * end));
      memory = ByteBuffer.wrap(larger).order(memory.order());
    }
    used = (int) (end + ALIGNMENT - 1) & -ALIGNMENT;
    return address + start;
  }

  /** The address of a copy. */
  long bytes(byte[] bytes) {
    long at = reserve(bytes.length);
    memory.put(offset(at), bytes);
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

  /** The address of an array of 32-bit numbers. */
  long ints(List<Long> values) {
    byte[] bytes = new byte[values.size() * Integer.BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    for (long value : values) {
      buffer.putInt((int) value);
    }
    return bytes(bytes);
  }

  void write(long at, long value) {
    memory.putLong(offset(at), value);
  }

  void write(long at, byte[] bytes) {
    memory.put(offset(at), bytes);
  }

  long read(long at) {
    return memory.getLong(offset(at));
  }

  int readInt(long at) {
    return memory.getInt(offset(at));
  }

  byte[] readBytes(long at, int count) {
    byte[] bytes = new byte[count];
    memory.get(offset(at), bytes);
    return bytes;
  }

  /** All that was given out. */
  byte[] content() {
    return readBytes(address, used);
  }

  private int offset(long at) {
    return (int) (at - address);
  }
}
