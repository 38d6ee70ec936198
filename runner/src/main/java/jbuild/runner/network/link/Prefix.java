package jbuild.runner.network.link;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * All addresses whose first bits are the same: a network.
 *
 * @param network the first of them
 * @param length how many bits are the same
 */
public record Prefix(InetAddress network, int length) {
  public Prefix {
    byte[] bytes = network.getAddress();
    if (length < 0 || length > bytes.length * Byte.SIZE) {
      throw new IllegalArgumentException("no prefix of " + network + " has " + length + " bits");
    }
    network = address(masked(bytes, length));
  }

  /** An address alone. */
  public static Prefix only(InetAddress address) {
    return new Prefix(address, address.getAddress().length * Byte.SIZE);
  }

  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == network.getAddress().length
        && network.equals(address(masked(bytes, length)));
  }

  /** Whether one contains the other. */
  public boolean overlaps(Prefix other) {
    return length <= other.length ? contains(other.network) : other.contains(network);
  }

  public boolean isIpv4() {
    return network.getAddress().length == Integer.BYTES;
  }

  /** The last address. */
  public InetAddress last() {
    byte[] bytes = network.getAddress();
    for (int bit = length; bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] |= (byte) (0x80 >>> bit % Byte.SIZE);
    }
    return address(bytes);
  }

  private static byte[] masked(byte[] bytes, int length) {
    for (int bit = length; bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >>> bit % Byte.SIZE);
    }
    return bytes;
  }

  /** Of 4 or 16 bytes. */
  static InetAddress address(byte[] bytes) {
    try {
      // Java's usual way takes an IPv6 address that maps an IPv4 one for the latter.
      return bytes.length == Integer.BYTES
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address has " + bytes.length + " bytes", e);
    }
  }

  /** As {@code ip route} shows it. */
  @Override
  public String toString() {
    return network.getHostAddress() + "/" + length;
  }
}
