package jbuild.runner.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One typed value of a message, as the D-Bus Specification, "Type System", has them. */
public sealed interface Value {
  /** Its single complete type. */
  String signature();

  /**
   * A whole number or a boolean.
   *
   * @param type one of {@code ybnqiuxth}
   * @param number the bits of it; the largest ones of {@code t} are negative here
   */
  record Number(char type, long number) implements Value {
    public Number {
      Types.require("ybnqiuxth", type);
    }

    @Override
    public String signature() {
      return String.valueOf(type);
    }
  }

  /** A number with a fraction. */
  record Real(double number) implements Value {
    @Override
    public String signature() {
      return "d";
    }
  }

  /**
   * A text, a path of an object or a signature.
   *
   * @param type one of {@code sog}
   */
  record Text(char type, String text) implements Value {
    public Text {
      Types.require("sog", type);
      if (text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a text with a zero in it");
      }
    }

    @Override
    public String signature() {
      return String.valueOf(type);
    }
  }

  /**
   * Any number of values of one type.
   *
   * @param items the type of each
   */
  record Array(String items, List<Value> values) implements Value {
    public Array {
      values = List.copyOf(values);
      for (Value value : values) {
        if (!value.signature().equals(items)) {
          throw new IllegalArgumentException(value.signature() + " in an array of " + items);
        }
      }
    }

    @Override
    public String signature() {
      return "a" + items;
    }
  }

  /** Values that belong together. */
  record Struct(List<Value> fields) implements Value {
    public Struct {
      fields = List.copyOf(fields);
      if (fields.isEmpty()) {
        throw new IllegalArgumentException("a struct of nothing");
      }
    }

    @Override
    public String signature() {
      return "(" + Types.of(fields) + ")";
    }
  }

  /** What an array is made of that is a dictionary. */
  record Entry(Value key, Value value) implements Value {
    public Entry {
      Objects.requireNonNull(key);
      Objects.requireNonNull(value);
    }

    @Override
    public String signature() {
      return "{" + key.signature() + value.signature() + "}";
    }
  }

  /** A value whose type stands beside it. */
  record Variant(Value value) implements Value {
    public Variant {
      Objects.requireNonNull(value);
    }

    @Override
    public String signature() {
      return "v";
    }
  }

  static Value text(String text) {
    return new Text('s', text);
  }

  static Value path(String path) {
    return new Text('o', path);
  }

  static Value truth(boolean truth) {
    return new Number('b', truth ? 1 : 0);
  }

  static Value int32(int number) {
    return new Number('i', number);
  }

  static Value uint32(long number) {
    return new Number('u', number & 0xffff_ffffL);
  }

  static Value int64(long number) {
    return new Number('x', number);
  }

  /** The bits of it: -1 is the largest. */
  static Value uint64(long number) {
    return new Number('t', number);
  }

  static Value array(String items, List<Value> values) {
    return new Array(items, values);
  }

  static Value texts(List<String> texts) {
    List<Value> values = new ArrayList<>();
    for (String text : texts) {
      values.add(text(text));
    }
    return new Array("s", values);
  }

  static Value bytes(byte... bytes) {
    List<Value> values = new ArrayList<>();
    for (byte one : bytes) {
      values.add(new Number('y', one & 0xff));
    }
    return new Array("y", values);
  }

  static Value struct(Value... fields) {
    return new Struct(List.of(fields));
  }

  static Value variant(Value value) {
    return new Variant(value);
  }

  /** The text that an answer has here. */
  default String asText() {
    if (this instanceof Text text) {
      return text.text();
    }
    throw BusFailure.unexpected(this, "a text");
  }

  /** The number that an answer has here; 1 is true. */
  default long asNumber() {
    if (this instanceof Number number) {
      return number.number();
    }
    throw BusFailure.unexpected(this, "a number");
  }

  /** The values that an answer has here, in an array or a struct. */
  default List<Value> asList() {
    if (this instanceof Array array) {
      return array.values();
    }
    if (this instanceof Struct struct) {
      return struct.fields();
    }
    throw BusFailure.unexpected(this, "a list");
  }

  /** What a variant holds; any other value is itself. */
  default Value content() {
    return this instanceof Variant variant ? variant.value() : this;
  }
}
