package jbuild.runner.network.ra;

import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.List;
import jbuild.runner.network.packet.DomainNames;

/** A router's advertisement as ICMPv6 has it; see RFC 4861, section 4.2, and RFC 8106. */
final class RouterMessage {
  /** How often what is known may be forgotten: see section 6.2.1 for these three. */
  private static final int ROUTER_SECONDS = 1800;

  private static final int VALID_SECONDS = 30 * 24 * 3600;
  private static final int PREFERRED_SECONDS = 7 * 24 * 3600;

  private static final byte TYPE = (byte) 134;
  private static final byte HOP_LIMIT = 64;
  private static final byte NO_FLAGS = 0;
  private static final byte SOURCE = 1;
  private static final byte PREFIX = 3;
  private static final byte ON_LINK_AND_FOR_ADDRESSES = (byte) 0xc0;
  private static final byte MTU = 5;
  private static final byte RESOLVERS = 25;
  private static final byte DOMAINS = 31;

  /** Lengths of options are counted in these. */
  private static final int UNIT = 8;

  private static final int ROOM = 1280;

  private final Advertisement advertisement;

  RouterMessage(Advertisement advertisement) {
    this.advertisement = advertisement;
  }

  ByteBuffer alive() {
    ByteBuffer message = begin(ROUTER_SECONDS);
    message.put(MTU).put((byte) 1).putShort((short) 0).putInt(advertisement.mtu());
    message.put(PREFIX).put((byte) 4).put((byte) Advertisement.PREFIX_LENGTH);
    message.put(ON_LINK_AND_FOR_ADDRESSES).putInt(VALID_SECONDS).putInt(PREFERRED_SECONDS);
    message.putInt(0).put(advertisement.prefix().network().getAddress());
    return end(message, ROUTER_SECONDS);
  }

  /** Nobody routes or resolves any more. Addresses stay good among those who have them. */
  ByteBuffer ended() {
    return end(begin(0), 0);
  }

  private ByteBuffer begin(int seconds) {
    ByteBuffer message = ByteBuffer.allocate(ROOM);
    message.put(TYPE).put((byte) 0).putShort((short) 0);
    message.put(HOP_LIMIT).put(NO_FLAGS).putShort((short) seconds).putInt(0).putInt(0);
    return message.put(SOURCE).put((byte) 1).put(advertisement.mac().bytes());
  }

  private ByteBuffer end(ByteBuffer message, int seconds) {
    List<Inet6Address> resolvers = advertisement.resolvers();
    if (!resolvers.isEmpty()) {
      message.put(RESOLVERS).put((byte) (1 + 2 * resolvers.size())).putShort((short) 0);
      message.putInt(seconds);
      for (Inet6Address resolver : resolvers) {
        message.put(resolver.getAddress());
      }
    }
    byte[] domains = DomainNames.encode(advertisement.domains());
    if (domains.length > 0) {
      int units = (domains.length + UNIT - 1) / UNIT;
      message.put(DOMAINS).put((byte) (1 + units)).putShort((short) 0).putInt(seconds).put(domains);
      message.position(message.position() + units * UNIT - domains.length);
    }
    return message.flip();
  }
}
