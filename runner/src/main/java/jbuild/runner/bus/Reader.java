package jbuild.runner.bus;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes become values, whoever's order they are in. */
final class Reader {
  /** Types within types: what the specification allows, arrays and structs together. */
  private static final int DEEPEST = 64;

  private final ByteBuffer bytes;
  private int depth;

  /** Reads on where the buffer stands; what is aligned is so from its start. */
  Reader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * The values of a signature.
   *
   * @throws IllegalArgumentException when the bytes are no such values
   */
  List<Value> read(String signature) {
    try {
      return all(signature);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a message that breaks off", e);
    }
  }

  void align(int boundary) {
    bytes.position(bytes.position() + Math.floorMod(-bytes.position(), boundary));
  }

  private List<Value> all(String signature) {
    List<Value> values = new ArrayList<>();
    int start = 0;
    while (start < signature.length()) {
      int end = Types.end(signature, start);
      values.add(one(signature.substring(start, end)));
      start = end;
    }
    return values;
  }

  private Value one(String type) {
    char kind = type.charAt(0);
    align(Types.alignment(kind));
    return switch (kind) {
      case 'y' -> new Value.Number(kind, bytes.get() & 0xff);
      case 'n' -> new Value.Number(kind, bytes.getShort());
      case 'q' -> new Value.Number(kind, bytes.getShort() & 0xffff);
      case 'i' -> new Value.Number(kind, bytes.getInt());
      case 'b', 'u', 'h' -> new Value.Number(kind, bytes.getInt() & 0xffff_ffffL);
      case 'x', 't' -> new Value.Number(kind, bytes.getLong());
      case 'd' -> new Value.Real(bytes.getDouble());
      case 's', 'o' -> new Value.Text(kind, text(bytes.getInt()));
      case 'g' -> new Value.Text(kind, text(bytes.get() & 0xff));
      default -> nested(kind, type);
    };
  }

  private Value nested(char kind, String type) {
    depth++;
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("a message too deep");
    }
    Value value =
        switch (kind) {
          case 'a' -> array(type.substring(1));
          case '(' -> new Value.Struct(all(type.substring(1, type.length() - 1)));
          case '{' -> entry(all(type.substring(1, type.length() - 1)));
          default -> variant();
        };
    depth--;
    return value;
  }

  private Value array(String items) {
    int length = bytes.getInt();
    align(Types.alignment(items.charAt(0)));
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("an array that breaks off");
    }
    int end = bytes.position() + length;
    List<Value> values = new ArrayList<>();
    while (bytes.position() < end) {
      values.add(one(items));
    }
    if (bytes.position() != end) {
      throw new IllegalArgumentException("an array with half an item");
    }
    return new Value.Array(items, values);
  }

  private static Value entry(List<Value> both) {
    if (both.size() != 2) {
      throw new IllegalArgumentException("an entry of " + both.size());
    }
    return new Value.Entry(both.get(0), both.get(1));
  }

  private Value variant() {
    String type = text(bytes.get() & 0xff);
    if (type.isEmpty() || Types.end(type, 0) != type.length()) {
      throw new IllegalArgumentException("a variant of " + type);
    }
    return new Value.Variant(one(type));
  }

  private String text(int length) {
    if (length < 0 || length >= bytes.remaining()) {
      throw new IllegalArgumentException("a text that breaks off");
    }
    byte[] utf8 = new byte[length];
    bytes.get(utf8);
    bytes.get();
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
