package jbuild.runner.network.packet;

import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.PacketFilter.Condition;
import jbuild.runner.network.link.MacAddress;

/**
 * A message of ICMPv6 between neighbours, in its frame; see RFC 4443 and RFC 8200.
 *
 * @param content from its type on, read-only; its checksum is computed anew when it is sent
 */
public record IcmpMessage(Party sender, Party receiver, ByteBuffer content) {
  private static final int IP_HEADER = 40;
  private static final int VERSION = 6;
  private static final int LENGTH_AT = 4;
  private static final int NEXT_HEADER_AT = 6;
  private static final int LIFE_AT = 7;
  private static final int SOURCE_AT = 8;
  private static final int TARGET_AT = 24;
  private static final int SHORTEST = 4;
  private static final int CHECKSUM_AT = 2;
  private static final byte ICMP = 58;

  /** What every router would make less of: whoever sent it is a neighbour. */
  private static final int FULL_LIFE = 255;

  /** Who sends, or who shall receive. */
  public record Party(MacAddress mac, Inet6Address address) {}

  public IcmpMessage {
    content = content.slice().asReadOnlyBuffer();
    if (content.capacity() < SHORTEST) {
      throw new IllegalArgumentException("no message has so few bytes: " + content.capacity());
    }
  }

  /** Holds for those of a type. */
  public static List<Condition> of(int type) {
    int ip = Ethernet.HEADER;
    return List.of(
        Ethernet.has(Ethernet.IPV6),
        Condition.u8(ip + NEXT_HEADER_AT, ICMP),
        Condition.u8(ip + IP_HEADER, type));
  }

  /** Empty for what is something else, damaged, or did not begin at a neighbour. */
  public static Optional<IcmpMessage> parse(byte[] frame) {
    if (Ethernet.type(frame) != Ethernet.IPV6 || frame.length < Ethernet.HEADER + IP_HEADER) {
      return Optional.empty();
    }
    ByteBuffer ip = ByteBuffer.wrap(frame, Ethernet.HEADER, frame.length - Ethernet.HEADER).slice();
    int length = Short.toUnsignedInt(ip.getShort(LENGTH_AT));
    if (ip.get(0) >>> 4 != VERSION
        || ip.get(NEXT_HEADER_AT) != ICMP
        || Byte.toUnsignedInt(ip.get(LIFE_AT)) != FULL_LIFE
        || length < SHORTEST
        || IP_HEADER + length > ip.capacity()
        || checksum(ip, length) != 0) {
      return Optional.empty();
    }
    return Optional.of(
        new IcmpMessage(
            new Party(Ethernet.source(frame), address(ip, SOURCE_AT)),
            new Party(Ethernet.target(frame), address(ip, TARGET_AT)),
            ip.slice(IP_HEADER, length)));
  }

  private static Inet6Address address(ByteBuffer ip, int at) {
    byte[] bytes = new byte[IpAddresses.IPV6_LENGTH];
    ip.get(at, bytes);
    return IpAddresses.v6(bytes);
  }

  /** The frame that carries it. */
  public byte[] frame() {
    int length = content.capacity();
    ByteBuffer frame = ByteBuffer.allocate(Ethernet.HEADER + IP_HEADER + length);
    Ethernet.put(frame, receiver.mac(), sender.mac(), Ethernet.IPV6);
    ByteBuffer ip = frame.slice();
    ip.putInt(VERSION << 28).putShort((short) length).put(ICMP).put((byte) FULL_LIFE);
    ip.put(sender.address().getAddress()).put(receiver.address().getAddress());
    ip.put(content.duplicate());
    ip.putShort(IP_HEADER + CHECKSUM_AT, (short) 0);
    ip.putShort(IP_HEADER + CHECKSUM_AT, (short) checksum(ip, length));
    return frame.array();
  }

  private static int checksum(ByteBuffer ip, int length) {
    Checksum checksum = new Checksum().bytes(ip, SOURCE_AT, 2 * IpAddresses.IPV6_LENGTH);
    return checksum.number(length).number(ICMP).bytes(ip, IP_HEADER, length).value();
  }
}
