package jbuild.runner.network.packet;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.PacketFilter.Condition;
import jbuild.runner.network.link.MacAddress;

/**
 * A datagram of UDP over IPv4, in its frame; see RFC 768 and RFC 791.
 *
 * @param content read-only
 */
public record UdpDatagram(Party sender, Party receiver, ByteBuffer content) {
  private static final int IP_HEADER = 20;
  private static final int VERSION_4_OF_FIVE_WORDS = 0x45;
  private static final int LENGTH_AT = 2;
  private static final int FRAGMENT_AT = 6;
  private static final int PROTOCOL_AT = 9;
  private static final int CHECKSUM_AT = 10;
  private static final int SOURCE_AT = 12;
  private static final int TARGET_AT = 16;

  /** More fragments follow, or others went before. */
  private static final int IS_FRAGMENT = 0x3fff;

  private static final int WHOLE = 0x4000;
  private static final byte LIFE = 64;
  private static final byte UDP = 17;
  private static final int UDP_HEADER = 8;
  private static final int UDP_TARGET_AT = 2;
  private static final int UDP_LENGTH_AT = 4;
  private static final int UDP_CHECKSUM_AT = 6;

  /** Who sends, or who shall receive. */
  public record Party(MacAddress mac, Inet4Address address, int port) {}

  public UdpDatagram {
    content = content.slice().asReadOnlyBuffer();
  }

  /** Holds for those to a port; what else is in a header of IP than has to be is not wanted. */
  public static List<Condition> to(int port) {
    int ip = Ethernet.HEADER;
    return List.of(
        Ethernet.has(Ethernet.IPV4),
        Condition.u8(ip, VERSION_4_OF_FIVE_WORDS),
        Condition.u8(ip + PROTOCOL_AT, UDP),
        Condition.u16(ip + IP_HEADER + UDP_TARGET_AT, port));
  }

  /**
   * Empty for what is something else, a fragment or damaged. The checksum of UDP is not looked at:
   * a virtual link hands over frames before anybody has computed it.
   */
  public static Optional<UdpDatagram> parse(byte[] frame) {
    if (Ethernet.type(frame) != Ethernet.IPV4 || frame.length < Ethernet.HEADER + IP_HEADER) {
      return Optional.empty();
    }
    ByteBuffer ip = ByteBuffer.wrap(frame, Ethernet.HEADER, frame.length - Ethernet.HEADER).slice();
    int header = (ip.get(0) & 0xf) * Integer.BYTES;
    int length = Short.toUnsignedInt(ip.getShort(LENGTH_AT));
    boolean bounded =
        header >= IP_HEADER && header + UDP_HEADER <= length && length <= ip.capacity();
    if (!bounded
        || ip.get(0) >>> 4 != 4
        || ip.get(PROTOCOL_AT) != UDP
        || (ip.getShort(FRAGMENT_AT) & IS_FRAGMENT) != 0
        || new Checksum().bytes(ip, 0, header).value() != 0) {
      return Optional.empty();
    }
    int udpLength = Short.toUnsignedInt(ip.getShort(header + UDP_LENGTH_AT));
    if (udpLength < UDP_HEADER || header + udpLength > length) {
      return Optional.empty();
    }
    return Optional.of(
        new UdpDatagram(
            party(Ethernet.source(frame), ip, SOURCE_AT, header),
            party(Ethernet.target(frame), ip, TARGET_AT, header + UDP_TARGET_AT),
            ip.slice(header + UDP_HEADER, udpLength - UDP_HEADER)));
  }

  private static Party party(MacAddress mac, ByteBuffer ip, int addressAt, int portAt) {
    return new Party(
        mac, IpAddresses.v4(ip.getInt(addressAt)), Short.toUnsignedInt(ip.getShort(portAt)));
  }

  /** The frame that carries it. */
  public byte[] frame() {
    int udpLength = UDP_HEADER + content.capacity();
    ByteBuffer frame = ByteBuffer.allocate(Ethernet.HEADER + IP_HEADER + udpLength);
    Ethernet.put(frame, receiver.mac(), sender.mac(), Ethernet.IPV4);
    ByteBuffer ip = frame.slice();
    ip.put((byte) VERSION_4_OF_FIVE_WORDS).put((byte) 0).putShort((short) (IP_HEADER + udpLength));
    ip.putShort((short) 0).putShort((short) WHOLE).put(LIFE).put(UDP).putShort((short) 0);
    ip.putInt(IpAddresses.bits(sender.address())).putInt(IpAddresses.bits(receiver.address()));
    ip.putShort(CHECKSUM_AT, (short) new Checksum().bytes(ip, 0, IP_HEADER).value());
    ip.putShort((short) sender.port()).putShort((short) receiver.port());
    ip.putShort((short) udpLength).putShort((short) 0).put(content.duplicate());
    ip.putShort(IP_HEADER + UDP_CHECKSUM_AT, (short) checksum(ip, udpLength));
    return frame.array();
  }

  /** Zero would say that there is none. */
  private static int checksum(ByteBuffer ip, int udpLength) {
    Checksum checksum = new Checksum().bytes(ip, SOURCE_AT, 2 * Integer.BYTES);
    int sum = checksum.number(UDP).number(udpLength).bytes(ip, IP_HEADER, udpLength).value();
    return sum == 0 ? 0xffff : sum;
  }
}
