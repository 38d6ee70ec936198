package jbuild.runner.network.pool;

import java.net.Inet4Address;
import java.net.Inet6Address;

/**
 * What a pair of devices, or a zone, has for its two or more ends.
 *
 * @param ipv4 its network
 * @param gateway the host's address in it
 * @param ipv6 64 bits of a unique local address; see RFC 4193
 */
public record Subnet(Prefix ipv4, Inet4Address gateway, Prefix ipv6) {
  /** How long the IPv6 prefix of a link is on which addresses are made from hardware addresses. */
  public static final int IPV6_LENGTH = 64;

  private static final int MAC = 6;
  private static final int OUI = 3;
  private static final int LOCAL_BIT = 0x02;

  public Subnet {
    if (!ipv4.contains(gateway) || ipv6.isIpv4() || ipv6.length() != IPV6_LENGTH) {
      throw new IllegalArgumentException("no subnet: " + ipv4 + ", " + gateway + ", " + ipv6);
    }
  }

  /** The host's address, as the first after that of all routers. */
  public Inet6Address gateway6() {
    return Addresses.ipv6(prefix(), 1);
  }

  /**
   * The one that a machine also gives itself when it hears of the prefix; see RFC 4291, appendix A.
   *
   * @param mac the 6 bytes of its device's hardware address
   */
  public Inet6Address address6(byte[] mac) {
    if (mac.length != MAC) {
      throw new IllegalArgumentException("no hardware address: " + mac.length + " bytes");
    }
    long identifier = 0;
    for (int i = 0; i < MAC; i++) {
      identifier = i == OUI ? identifier << 2 * Byte.SIZE | 0xfffe : identifier;
      identifier = identifier << Byte.SIZE | Byte.toUnsignedLong(mac[i]);
    }
    return Addresses.ipv6(prefix(), identifier ^ (long) LOCAL_BIT << 7 * Byte.SIZE);
  }

  private long prefix() {
    return Addresses.prefix((Inet6Address) ipv6.first());
  }
}
