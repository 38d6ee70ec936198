package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One message from the kernel. */
public final class NetlinkAnswer {
  private static final int TYPE_AT = 4;
  private static final int FLAGS_AT = 6;
  private static final int SEQUENCE_AT = 8;

  private final ByteBuffer bytes;

  private NetlinkAnswer(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  /** Those of one datagram; what is too short for its own length ends them. */
  static List<NetlinkAnswer> all(byte[] datagram) {
    ByteBuffer buffer = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    List<NetlinkAnswer> answers = new ArrayList<>();
    int at = 0;
    while (at + NetlinkMessage.HEADER <= datagram.length) {
      int length = buffer.getInt(at);
      if (length < NetlinkMessage.HEADER || length > datagram.length - at) {
        break;
      }
      answers.add(new NetlinkAnswer(Arrays.copyOfRange(datagram, at, at + length)));
      at += length + Integer.BYTES - 1 & -Integer.BYTES;
    }
    return answers;
  }

  /** A message of a type that says all. */
  static NetlinkAnswer of(int type) {
    byte[] bytes = new NetlinkMessage(type, 0).content(0);
    return new NetlinkAnswer(bytes);
  }

  public int type() {
    return Short.toUnsignedInt(bytes.getShort(TYPE_AT));
  }

  public int flags() {
    return Short.toUnsignedInt(bytes.getShort(FLAGS_AT));
  }

  int sequence() {
    return bytes.getInt(SEQUENCE_AT);
  }

  /** A byte of the fixed header; zero behind the end, as all of them. */
  public int header8(int offset) {
    return fits(offset, Byte.BYTES) ? Byte.toUnsignedInt(bytes.get(at(offset))) : 0;
  }

  public int header16(int offset) {
    return fits(offset, Short.BYTES) ? Short.toUnsignedInt(bytes.getShort(at(offset))) : 0;
  }

  public int header32(int offset) {
    return fits(offset, Integer.BYTES) ? bytes.getInt(at(offset)) : 0;
  }

  /** What follows a fixed header of that length. */
  public NetlinkAttributes attributes(int headerLength) {
    int aligned = headerLength + Integer.BYTES - 1 & -Integer.BYTES;
    return new NetlinkAttributes(bytes.array(), at(aligned));
  }

  private boolean fits(int offset, int size) {
    return at(offset) + size <= bytes.capacity();
  }

  private static int at(int offset) {
    return NetlinkMessage.HEADER + offset;
  }
}
