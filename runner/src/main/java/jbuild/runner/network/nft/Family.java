package jbuild.runner.network.nft;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** What packets a table sees; the numbers are from {@code linux/netfilter.h}. */
public enum Family {
  /** Both IPv4 and IPv6. */
  INET(1, "inet"),
  IPV4(2, "ip"),
  ARP(3, "arp"),
  NETDEV(5, "netdev"),
  BRIDGE(7, "bridge"),
  IPV6(10, "ip6");

  private final int number;
  private final String word;

  Family(int number, String word) {
    this.number = number;
    this.word = word;
  }

  /** That of an address. */
  static Family of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }

  static Optional<Family> numbered(int number) {
    for (Family family : values()) {
      if (family.number == number) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  int number() {
    return number;
  }

  /** As the program {@code nft} says it. */
  public String word() {
    return word;
  }
}
