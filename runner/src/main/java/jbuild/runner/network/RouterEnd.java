package jbuild.runner.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.packet.IpAddresses;
import jbuild.runner.network.pool.Subnet;

/** The router's link: the host's end of a machine's pair, or the bridge of a zone. */
final class RouterEnd {
  private static final int LOCAL_LENGTH = 64;

  private final NamespaceNetwork host;
  private final Link link;

  private RouterEnd(NamespaceNetwork host, Link link) {
    this.host = host;
    this.link = link;
  }

  /** The link of that name, which is there. */
  static RouterEnd of(NamespaceNetwork host, String name) {
    return new RouterEnd(host, host.links().named(name, "be the router of the machine"));
  }

  Link link() {
    return link;
  }

  /** The address that routers are known by on a link; the same on each. */
  static Inet6Address local() {
    byte[] bytes = new byte[IpAddresses.IPV6_LENGTH];
    bytes[0] = (byte) 0xfe;
    bytes[1] = (byte) 0x80;
    bytes[15] = 1;
    return IpAddresses.v6(bytes);
  }

  /** Gives it the router's addresses, as far as it has not got them, and sets it up. */
  void set(Subnet subnet, boolean ipv6) {
    add(subnet.gateway(), subnet.ipv4().length());
    host.links().setUp(link);
    if (ipv6) {
      add(local(), LOCAL_LENGTH);
      add(subnet.gateway6(), Subnet.IPV6_LENGTH);
    }
  }

  private void add(InetAddress address, int length) {
    // Nobody else is there who could have it.
    int flags =
        address.getAddress().length == Integer.BYTES ? 0 : LinkAddress.NO_DUPLICATE_DETECTION;
    host.addresses().add(link, address, length, flags);
  }
}
