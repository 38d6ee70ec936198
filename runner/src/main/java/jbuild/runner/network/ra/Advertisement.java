package jbuild.runner.network.ra;

import java.net.Inet6Address;
import java.util.List;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.Prefix;
import jbuild.runner.network.packet.DomainNames;
import jbuild.runner.network.packet.Ethernet;

/**
 * What the machine is told about its network of IPv6, in which it makes its address itself.
 *
 * @param mac of the link of the gateway
 * @param gateway the address of that link that is good on the link only
 * @param prefix the network
 * @param resolvers asked in this order
 * @param domains searched in this order
 * @param mtu of the link
 */
public record Advertisement(
    MacAddress mac,
    Inet6Address gateway,
    Prefix prefix,
    List<Inet6Address> resolvers,
    List<String> domains,
    int mtu) {
  /** Of what a machine takes its address from; see RFC 4862. */
  static final int PREFIX_LENGTH = 64;

  private static final int SMALLEST_MTU = 1280;
  private static final int LARGEST_MTU = 65535;

  /** More would leave no room in the smallest frame. */
  private static final int MOST_RESOLVERS = 16;

  /** The rest of that room. */
  private static final int LONGEST_DOMAINS = 512;

  public Advertisement {
    resolvers = List.copyOf(resolvers);
    domains = List.copyOf(domains);
    check(Ethernet.isOfOne(mac), "not the address of a link: " + mac);
    check(gateway.isLinkLocalAddress(), "no gateway can have this address: " + gateway);
    check(!prefix.isIpv4() && prefix.length() == PREFIX_LENGTH, "not a /64: " + prefix);
    check(!prefix.network().isMulticastAddress(), "not for single machines: " + prefix);
    check(!prefix.network().isLinkLocalAddress(), "no need to be told: " + prefix);
    check(resolvers.size() <= MOST_RESOLVERS, "too many resolvers: " + resolvers.size());
    check(DomainNames.encode(domains).length <= LONGEST_DOMAINS, "too many domains");
    check(mtu >= SMALLEST_MTU && mtu <= LARGEST_MTU, "not a size of packets: " + mtu);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
