package jbuild.runner.network.pool;

import java.net.Inet4Address;
import java.net.Inet6Address;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.Prefix;

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

  private static final int OUI = 24;
  private static final long MIDDLE = 0xff_fe00_0000L;
  private static final long LOCAL_BIT = 0x02L << 7 * Byte.SIZE;

  public Subnet {
    if (!ipv4.contains(gateway) || ipv6.isIpv4() || ipv6.length() != IPV6_LENGTH) {
      throw new IllegalArgumentException("no subnet: " + ipv4 + ", " + gateway + ", " + ipv6);
    }
  }

  /** The host's address, as the first after that of all routers. */
  public Inet6Address gateway6() {
    return AddressNumbers.ipv6(prefix(), 1);
  }

  /** The one that a machine also gives itself when it hears of the prefix; see RFC 4291, 2.5.1. */
  public Inet6Address address6(MacAddress mac) {
    long high = mac.bits() >>> OUI << 5 * Byte.SIZE;
    long low = mac.bits() & (1L << OUI) - 1;
    return AddressNumbers.ipv6(prefix(), (high | MIDDLE | low) ^ LOCAL_BIT);
  }

  private long prefix() {
    return AddressNumbers.prefix((Inet6Address) ipv6.network());
  }
}
