package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A request to the kernel, written from front to back: the netlink header, the fixed header of its
 * kind, then attributes, which may be nested; see netlink(7).
 *
 * <p>Numbers are in the host's byte order unless the method says otherwise.
 */
public final class NetlinkMessage {
  public static final int REPLACE = 0x100;
  public static final int EXCLUSIVE = 0x200;
  public static final int CREATE = 0x400;
  public static final int APPEND = 0x800;

  static final int HEADER = 16;
  static final int ATTRIBUTE_HEADER = 4;
  static final int NLA_F_NESTED = 0x8000;

  private static final int REQUEST = 0x1;
  private static final int FLAGS_AT = 6;
  private static final int SEQUENCE_AT = 8;

  private final Deque<Integer> open = new ArrayDeque<>();
  private ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());

  /**
   * @param flags {@link #CREATE} and its like; that it is a request goes without saying
   */
  public NetlinkMessage(int type, int flags) {
    bytes.putInt(0).putShort((short) type).putShort((short) (flags | REQUEST)).putLong(0);
  }

  /** The next byte of the fixed header, which comes before all attributes. */
  public NetlinkMessage header8(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  public NetlinkMessage header16(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  public NetlinkMessage header32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  /** The first byte of the most weight, as on the wire. */
  public NetlinkMessage headerBig16(int value) {
    return header8(value >>> Byte.SIZE).header8(value);
  }

  public NetlinkMessage u8(int attribute, int value) {
    return bytes(attribute, new byte[] {(byte) value});
  }

  public NetlinkMessage u16(int attribute, int value) {
    return bytes(attribute, number(Short.BYTES).putShort((short) value).array());
  }

  public NetlinkMessage u32(int attribute, int value) {
    return bytes(attribute, number(Integer.BYTES).putInt(value).array());
  }

  public NetlinkMessage u64(int attribute, long value) {
    return bytes(attribute, number(Long.BYTES).putLong(value).array());
  }

  /** The first byte of the most weight, as on the wire and everywhere in nf_tables. */
  public NetlinkMessage big16(int attribute, int value) {
    return bytes(attribute, ByteBuffer.allocate(Short.BYTES).putShort((short) value).array());
  }

  public NetlinkMessage big32(int attribute, int value) {
    return bytes(attribute, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  public NetlinkMessage big64(int attribute, long value) {
    return bytes(attribute, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** A text with a NUL at its end. */
  public NetlinkMessage text(int attribute, String value) {
    return bytes(attribute, (value + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /** An attribute that says all by being there. */
  public NetlinkMessage flag(int attribute) {
    return bytes(attribute, new byte[0]);
  }

  public NetlinkMessage bytes(int attribute, byte[] value) {
    room(ATTRIBUTE_HEADER + value.length);
    bytes.putShort((short) (ATTRIBUTE_HEADER + value.length)).putShort((short) attribute);
    bytes.put(value);
    return pad();
  }

  /** What follows until its {@link #end} is inside of this attribute. */
  public NetlinkMessage begin(int attribute) {
    return beginPlain(attribute | NLA_F_NESTED);
  }

  /** As {@link #begin}, for the old attributes that do not say that they are nested. */
  public NetlinkMessage beginPlain(int attribute) {
    open.push(bytes.position());
    room(ATTRIBUTE_HEADER).putShort((short) 0).putShort((short) attribute);
    return this;
  }

  /** Ends the attribute begun last. */
  public NetlinkMessage end() {
    int start = open.pop();
    bytes.putShort(start, (short) (bytes.position() - start));
    return this;
  }

  /** Adds a flag to those of the constructor. */
  NetlinkMessage with(int flag) {
    bytes.putShort(FLAGS_AT, (short) (bytes.getShort(FLAGS_AT) | flag));
    return this;
  }

  /** As it is sent; padded. */
  byte[] content(int sequence) {
    if (!open.isEmpty()) {
      throw new IllegalStateException("an attribute of the message has no end");
    }
    bytes.putInt(0, bytes.position());
    bytes.putInt(SEQUENCE_AT, sequence);
    pad();
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static ByteBuffer number(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  private NetlinkMessage pad() {
    while (bytes.position() % Integer.BYTES != 0) {
      room(Byte.BYTES).put((byte) 0);
    }
    return this;
  }

  private ByteBuffer room(int size) {
    if (bytes.remaining() < size) {
      byte[] larger = Arrays.copyOf(bytes.array(), 2 * (bytes.capacity() + size));
      bytes = ByteBuffer.wrap(larger).order(bytes.order()).position(bytes.position());
    }
    return bytes;
  }
}
