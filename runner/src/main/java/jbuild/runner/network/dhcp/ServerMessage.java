package jbuild.runner.network.dhcp;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Collection;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.packet.IpAddresses;

/** A message to a client while it is written. What does not fit any more is left out. */
final class ServerMessage {
  private static final byte FROM_SERVER = 2;
  private static final int GIVEN_ADDRESS_AT = 16;
  private static final int LONGEST_VALUE = 255;

  /** Every client takes as much, headers included; see RFC 2131, section 2. */
  private static final int SMALLEST_LIMIT = 576;

  private static final int HEADERS = 28;

  /** Clients of BOOTP's time take no less. */
  private static final int SHORTEST = 300;

  private final ByteBuffer message;

  /**
   * @param mtu what the link takes
   */
  ServerMessage(ClientMessage asked, int mtu) {
    int limit = asked.options().number(OptionCode.LARGEST, SMALLEST_LIMIT);
    int room = Math.max(SMALLEST_LIMIT, Math.min(limit, mtu)) - HEADERS;
    message = ByteBuffer.allocate(room);
    message.put(FROM_SERVER).put(ClientMessage.ETHERNET).put((byte) MacAddress.SIZE);
    message.putInt(ClientMessage.TRANSACTION_AT, asked.transaction());
    int flags = asked.broadcast() ? ClientMessage.BROADCAST_FLAG : 0;
    message.putShort(ClientMessage.FLAGS_AT, (short) flags);
    message.put(ClientMessage.HARDWARE_AT, asked.hardware().bytes());
    message.putInt(ClientMessage.MAGIC_AT, ClientMessage.MAGIC);
    message.position(ClientMessage.OPTIONS_AT);
  }

  /** The address that the client has already. */
  void confirm(Inet4Address address) {
    message.putInt(ClientMessage.ADDRESS_AT, IpAddresses.bits(address));
  }

  /** The address that it gets. */
  void give(Inet4Address address) {
    message.putInt(GIVEN_ADDRESS_AT, IpAddresses.bits(address));
  }

  void put(int code, byte... value) {
    // One byte more, for the end.
    boolean fits = value.length <= LONGEST_VALUE && message.remaining() >= value.length + 3;
    if (fits) {
      message.put((byte) code).put((byte) value.length).put(value);
    }
  }

  void put(int code, Inet4Address address) {
    put(code, address.getAddress());
  }

  /** Nothing where there are none: an empty list is not allowed. */
  void put(int code, Collection<Inet4Address> addresses) {
    ByteBuffer value = ByteBuffer.allocate(addresses.size() * Integer.BYTES);
    for (Inet4Address address : addresses) {
      value.put(address.getAddress());
    }
    if (!addresses.isEmpty()) {
      put(code, value.array());
    }
  }

  void putSeconds(int code, long seconds) {
    put(code, ByteBuffer.allocate(Integer.BYTES).putInt((int) seconds).array());
  }

  ByteBuffer end() {
    message.put((byte) OptionCode.END);
    message.position(Math.max(message.position(), SHORTEST));
    return message.flip();
  }
}
