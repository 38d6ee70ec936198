package jbuild.runner.network.dhcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import jbuild.runner.network.packet.IpAddresses;
import jbuild.runner.network.packet.UdpDatagram;

/** An answer of the server, for people to read. */
final class Shown {
  private static final String[] TYPES = {
    "", "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM"
  };

  private Shown() {}

  /** Type, to whom, the address it gives; then the options but type, server and client. */
  static String of(byte[] frame) {
    UdpDatagram datagram = UdpDatagram.parse(frame).orElseThrow();
    ByteBuffer message = datagram.content();
    StringBuilder options = new StringBuilder();
    String type = "";
    int at = 240;
    while (message.get(at) != (byte) 255) {
      int code = Byte.toUnsignedInt(message.get(at));
      byte[] value = new byte[Byte.toUnsignedInt(message.get(at + 1))];
      message.get(at + 2, value);
      if (code == 53) {
        type = TYPES[value[0]];
      } else if (code != 54 && code != 61) {
        options.append(' ').append(code).append('=').append(HexFormat.of().formatHex(value));
      }
      at += 2 + value.length;
    }
    String given = IpAddresses.v4(message.getInt(16)).getHostAddress();
    return type
        + (" to " + datagram.receiver().mac())
        + (" at " + datagram.receiver().address().getHostAddress())
        + (":" + datagram.receiver().port())
        + (" of " + given + options);
  }

  /** An option's value; empty where there is none. */
  static byte[] option(byte[] frame, int wanted) {
    ByteBuffer message = UdpDatagram.parse(frame).orElseThrow().content();
    byte[] bytes = new byte[message.capacity()];
    message.get(0, bytes);
    int at = 240;
    while (bytes[at] != (byte) 255) {
      int end = at + 2 + Byte.toUnsignedInt(bytes[at + 1]);
      if (Byte.toUnsignedInt(bytes[at]) == wanted) {
        return Arrays.copyOfRange(bytes, at + 2, end);
      }
      at = end;
    }
    return new byte[0];
  }

  /** Whether it is one of DHCP to a transaction. */
  static boolean isAnswerTo(int transaction, byte[] frame) {
    return UdpDatagram.parse(frame)
        .filter(datagram -> datagram.content().getInt(4) == transaction)
        .isPresent();
  }
}
