package jbuild.runner.network.dhcp;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import jbuild.runner.network.link.Prefix;
import jbuild.runner.network.packet.DomainNames;
import jbuild.runner.network.packet.IpAddresses;

/**
 * What the machine is told about its network.
 *
 * @param network in which both the address and the gateway are
 * @param gateway also who gives the lease
 * @param resolvers asked in this order
 * @param domains searched in this order; the first is the machine's own
 * @param hostName what the machine may call itself
 * @param mtu of the link
 * @param seconds how long it is good for; it is renewed long before
 */
public record Lease(
    Inet4Address address,
    Prefix network,
    Inet4Address gateway,
    List<Inet4Address> resolvers,
    List<String> domains,
    Optional<String> hostName,
    int mtu,
    int seconds) {
  private static final int LONGEST_PREFIX = 30;
  private static final int SMALLEST_MTU = 576;
  private static final int LARGEST_MTU = 65535;
  private static final int SHORTEST = 60;

  /** An option has room for so many. */
  private static final int MOST_RESOLVERS = 63;

  public Lease {
    resolvers = List.copyOf(resolvers);
    domains = List.copyOf(domains);
    domains.forEach(DomainNames::check);
    hostName.ifPresent(DomainNames::check);
    int length = network.length();
    check(length > 0 && length <= LONGEST_PREFIX, "no network for two: " + network);
    check(!address.equals(gateway), "address of two: " + address);
    check(network.contains(address), address + " is not in " + network);
    check(network.contains(gateway), gateway + " is not in " + network);
    check(resolvers.size() <= MOST_RESOLVERS, "too many resolvers: " + resolvers.size());
    check(mtu >= SMALLEST_MTU && mtu <= LARGEST_MTU, "not a size of packets: " + mtu);
    check(seconds >= SHORTEST, "renewed all the time: " + seconds);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  Inet4Address mask() {
    return IpAddresses.v4(-1 << Integer.SIZE - network.length());
  }

  Inet4Address broadcast() {
    return (Inet4Address) network.last();
  }
}
