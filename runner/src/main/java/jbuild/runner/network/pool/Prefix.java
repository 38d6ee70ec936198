package jbuild.runner.network.pool;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * All addresses, of IPv4 or of IPv6, that begin with the same bits.
 *
 * @param first the lowest of them
 * @param length how many bits that is
 */
public record Prefix(InetAddress first, int length) {
  public Prefix {
    if (length < 0 || length > first.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("no length for " + first + ": " + length);
    }
    if (!Arrays.equals(first.getAddress(), masked(first.getAddress(), length))) {
      throw new IllegalArgumentException("not the first of its prefix: " + first + "/" + length);
    }
  }

  /** The one that an address is in. */
  public static Prefix of(InetAddress any, int length) {
    return new Prefix(Addresses.of(masked(any.getAddress(), length)), length);
  }

  public boolean isIpv4() {
    return first instanceof Inet4Address;
  }

  public boolean contains(InetAddress address) {
    return overlaps(new Prefix(address, address.getAddress().length * Byte.SIZE));
  }

  /** Whether they have an address in common: then one is a part of the other. */
  public boolean overlaps(Prefix other) {
    return isIpv4() == other.isIpv4() && hasSameStart(other, Math.min(length, other.length));
  }

  private boolean hasSameStart(Prefix other, int bits) {
    return Arrays.equals(masked(first.getAddress(), bits), masked(other.first.getAddress(), bits));
  }

  private static byte[] masked(byte[] address, int length) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int bits = Math.max(0, Math.min(Byte.SIZE, length - i * Byte.SIZE));
      masked[i] &= (byte) (0xff00 >> bits);
    }
    return masked;
  }

  /** As in RFC 4632. */
  @Override
  public String toString() {
    return first.getHostAddress() + "/" + length;
  }
}
