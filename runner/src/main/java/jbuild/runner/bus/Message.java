package jbuild.runner.bus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One message; D-Bus Specification, "Message Format".
 *
 * @param serial by which its sender counts
 * @param fields of its header, without the signature of the body
 */
public record Message(Kind kind, long serial, Map<Field, Value> fields, List<Value> body) {
  /** Every header begins with so many bytes, the last four of which count what follows. */
  static final int START = 16;

  /** What the specification allows. */
  static final int LARGEST = 1 << 27;

  private static final byte LITTLE = 'l';
  private static final byte BIG = 'B';
  private static final byte VERSION = 1;
  private static final int SIGNATURE = 8;

  /** What it is for, in the order of its numbers. */
  public enum Kind {
    /** Others, which the specification wants ignored. */
    UNKNOWN,
    CALL,
    RETURN,
    ERROR,
    SIGNAL;

    private static final List<Kind> ALL = List.of(values());
  }

  /** What its header says. */
  public enum Field {
    PATH(1),
    INTERFACE(2),
    MEMBER(3),
    ERROR_NAME(4),
    REPLY_SERIAL(5),
    DESTINATION(6),
    SENDER(7);

    private static final List<Field> ALL = List.of(values());

    private final int code;

    Field(int code) {
      this.code = code;
    }
  }

  public Message {
    fields = Map.copyOf(fields);
    body = List.copyOf(body);
  }

  static Message call(
      String destination, String path, String type, String member, List<Value> arguments) {
    Map<Field, Value> fields = new EnumMap<>(Field.class);
    fields.put(Field.PATH, Value.path(path));
    fields.put(Field.INTERFACE, Value.text(type));
    fields.put(Field.MEMBER, Value.text(member));
    fields.put(Field.DESTINATION, Value.text(destination));
    return new Message(Kind.CALL, 0, fields, arguments);
  }

  /** What the header says of it; empty when it says nothing. */
  public String text(Field field) {
    return fields.containsKey(field) ? fields.get(field).asText() : "";
  }

  /** Whether it is this signal. */
  public boolean isSignal(String type, String member) {
    return kind == Kind.SIGNAL
        && text(Field.INTERFACE).equals(type)
        && text(Field.MEMBER).equals(member);
  }

  boolean answers(long call) {
    Value answered = fields.get(Field.REPLY_SERIAL);
    return answered != null && answered.asNumber() == call;
  }

  byte[] bytes(long number) {
    Writer content = new Writer();
    content.writeAll(body);
    byte[] bodyBytes = content.bytes();
    List<Value> header = new ArrayList<>();
    for (Field field : Field.ALL) {
      if (fields.containsKey(field)) {
        header.add(headerField(field.code, fields.get(field)));
      }
    }
    if (!body.isEmpty()) {
      header.add(headerField(SIGNATURE, new Value.Text('g', Types.of(body))));
    }
    Writer whole = new Writer();
    whole.raw(LITTLE, (byte) kind.ordinal(), (byte) 0, VERSION);
    whole.write(Value.uint32(bodyBytes.length));
    whole.write(Value.uint32(number));
    whole.write(Value.array("(yv)", header));
    whole.align(8);
    whole.raw(bodyBytes);
    return whole.bytes();
  }

  private static Value headerField(int code, Value value) {
    return Value.struct(new Value.Number('y', code), Value.variant(value));
  }

  /**
   * How long a message is that starts so.
   *
   * @throws IllegalArgumentException when none starts so
   */
  static int length(byte[] start) {
    ByteBuffer bytes = inOrder(start);
    long body = bytes.getInt(4) & 0xffff_ffffL;
    long fields = bytes.getInt(12) & 0xffff_ffffL;
    long header = START + fields + Math.floorMod(-fields, 8);
    if (bytes.get(3) != VERSION || header + body > LARGEST) {
      throw new IllegalArgumentException("no message");
    }
    return (int) (header + body);
  }

  /**
   * What these bytes say.
   *
   * @throws IllegalArgumentException when they are no message
   */
  static Message of(byte[] whole) {
    ByteBuffer bytes = inOrder(whole);
    Reader reader = new Reader(bytes);
    List<Value> header = reader.read("yyyyuua(yv)");
    reader.align(8);
    Map<Field, Value> fields = new EnumMap<>(Field.class);
    String signature = "";
    for (Value field : header.get(6).asList()) {
      long code = field.asList().get(0).asNumber();
      Value value = field.asList().get(1).content();
      if (code == SIGNATURE) {
        signature = value.asText();
      }
      field(code).ifPresent(known -> fields.put(known, value));
    }
    int kind = (int) header.get(1).asNumber();
    return new Message(
        kind < Kind.ALL.size() ? Kind.ALL.get(kind) : Kind.UNKNOWN,
        header.get(5).asNumber(),
        fields,
        reader.read(signature));
  }

  private static Optional<Field> field(long code) {
    for (Field field : Field.ALL) {
      if (field.code == code) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  private static ByteBuffer inOrder(byte[] bytes) {
    if (bytes[0] != LITTLE && bytes[0] != BIG) {
      throw new IllegalArgumentException("no message");
    }
    return ByteBuffer.wrap(bytes)
        .order(bytes[0] == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }
}
