package jbuild.runner.network.packet;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Addresses of the Internet protocols as they are in packets. */
public final class IpAddresses {
  public static final int IPV6_LENGTH = 16;

  private IpAddresses() {}

  public static Inet4Address v4(int bits) {
    try {
      byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(bits).array();
      return (Inet4Address) InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  public static int bits(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  /** Never an address of IPv4, even where the sixteen bytes wrap one. */
  public static Inet6Address v6(byte[] bytes) {
    try {
      return Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not sixteen bytes: " + bytes.length, e);
    }
  }
}
