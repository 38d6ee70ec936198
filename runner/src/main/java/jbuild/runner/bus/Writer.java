package jbuild.runner.bus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Values become bytes, with the least one first; D-Bus Specification, "Marshaling". */
final class Writer {
  private byte[] buffer = new byte[512];
  private int size;

  byte[] bytes() {
    return Arrays.copyOf(buffer, size);
  }

  void writeAll(List<Value> values) {
    for (Value value : values) {
      write(value);
    }
  }

  void write(Value value) {
    if (value instanceof Value.Number number) {
      number(Types.alignment(number.type()), number.number());
    } else if (value instanceof Value.Real real) {
      number(8, Double.doubleToRawLongBits(real.number()));
    } else if (value instanceof Value.Text text) {
      text(text);
    } else if (value instanceof Value.Array array) {
      array(array);
    } else if (value instanceof Value.Struct struct) {
      align(8);
      writeAll(struct.fields());
    } else if (value instanceof Value.Entry entry) {
      align(8);
      write(entry.key());
      write(entry.value());
    } else if (value instanceof Value.Variant variant) {
      write(new Value.Text('g', variant.value().signature()));
      write(variant.value());
    }
  }

  void align(int boundary) {
    raw(new byte[Math.floorMod(-size, boundary)]);
  }

  void raw(byte... more) {
    if (buffer.length - size < more.length) {
      buffer = Arrays.copyOf(buffer, 2 * (size + more.length));
    }
    System.arraycopy(more, 0, buffer, size, more.length);
    size += more.length;
  }

  private void number(int width, long number) {
    align(width);
    raw(new byte[width]);
    put(size - width, width, number);
  }

  private void put(int at, int width, long number) {
    for (int i = 0; i < width; i++) {
      buffer[at + i] = (byte) (number >>> 8 * i);
    }
  }

  private void text(Value.Text text) {
    byte[] utf8 = text.text().getBytes(StandardCharsets.UTF_8);
    number(text.type() == 'g' ? 1 : 4, utf8.length);
    raw(utf8);
    raw((byte) 0);
  }

  private void array(Value.Array array) {
    number(4, 0);
    int length = size - 4;
    align(Types.alignment(array.items().charAt(0)));
    // What aligns the first item is not counted.
    int start = size;
    writeAll(array.values());
    put(length, 4, size - start);
  }
}
