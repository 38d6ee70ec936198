package jbuild.runner.network.pool;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Addresses from numbers, and back. */
final class AddressNumbers {
  private static final long ALL = 0xFFFF_FFFFL;

  private AddressNumbers() {}

  static InetAddress of(byte[] bytes) {
    try {
      // Java's usual way takes an IPv6 address that maps an IPv4 one for the latter.
      return bytes.length == Integer.BYTES
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address has " + bytes.length + " bytes", e);
    }
  }

  static Inet4Address ipv4(long number) {
    return (Inet4Address) of(ByteBuffer.allocate(Integer.BYTES).putInt((int) number).array());
  }

  /** Four numbers, each at most 255; Java's own way would ask name servers for anything else. */
  static Inet4Address ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    long number = parts.length == Integer.BYTES ? 0 : -1;
    for (int i = 0; i < parts.length && number >= 0; i++) {
      int part = Integer.parseInt(parts[i]);
      number = part < 0 || part > 0xff ? -1 : number << Byte.SIZE | part;
    }
    if (number < 0) {
      throw new IllegalArgumentException("no address: " + text);
    }
    return ipv4(number);
  }

  static Inet6Address ipv6(long prefix, long identifier) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    return (Inet6Address) of(bytes.putLong(prefix).putLong(identifier).array());
  }

  static long number(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt() & ALL;
  }

  /** Its first half. */
  static long prefix(Inet6Address address) {
    return ByteBuffer.wrap(address.getAddress()).getLong();
  }
}
