package jbuild.runner.network.packet;

import java.nio.ByteBuffer;
import jbuild.runner.linux.PacketFilter.Condition;
import jbuild.runner.network.link.MacAddress;

/** The header that every frame begins with. */
public final class Ethernet {
  static final int HEADER = 14;
  static final int IPV4 = 0x0800;
  static final int IPV6 = 0x86dd;

  private static final int SOURCE_AT = 6;
  private static final int TYPE_AT = 12;

  private Ethernet() {}

  /** The hardware address that begins at a place of a packet. */
  public static MacAddress address(ByteBuffer packet, int at) {
    byte[] bytes = new byte[MacAddress.SIZE];
    packet.get(at, bytes);
    return MacAddress.of(bytes);
  }

  /** Whether a single link can have it. */
  public static boolean isOfOne(MacAddress address) {
    return !address.isGroup() && !address.equals(MacAddress.NONE);
  }

  static Condition has(int type) {
    return Condition.u16(TYPE_AT, type);
  }

  /** Zero for what is shorter than a header. */
  static int type(byte[] frame) {
    return frame.length < HEADER
        ? 0
        : Short.toUnsignedInt(ByteBuffer.wrap(frame).getShort(TYPE_AT));
  }

  /** Of a frame that has a type. */
  static MacAddress source(byte[] frame) {
    return address(ByteBuffer.wrap(frame), SOURCE_AT);
  }

  /** Of a frame that has a type. */
  static MacAddress target(byte[] frame) {
    return address(ByteBuffer.wrap(frame), 0);
  }

  static void put(ByteBuffer frame, MacAddress target, MacAddress source, int type) {
    frame.put(target.bytes()).put(source.bytes()).putShort((short) type);
  }
}
