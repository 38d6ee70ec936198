package jbuild.runner.network.host;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.link.Route;

/**
 * The links by which a host reaches others than its machines: answers to machines come by them, and
 * what is for published ports.
 *
 * <p>These are all with a route, not just those with the default one: a network that is attached
 * directly, or by a VPN, is to be reached by machines as it is by the host.
 */
public record Uplinks(List<String> ipv4, List<String> ipv6) {
  public Uplinks {
    ipv4 = List.copyOf(ipv4);
    ipv6 = List.copyOf(ipv6);
  }

  /** Those that there are now. */
  public static Uplinks of(NamespaceNetwork host) {
    Map<Integer, String> names = new HashMap<>();
    for (Link link : host.links().list()) {
      if (!link.isLoopback() && !isOfMachine(link.name())) {
        names.put(link.index(), link.name());
      }
    }
    TreeSet<String> ipv4 = new TreeSet<>();
    TreeSet<String> ipv6 = new TreeSet<>();
    for (Route route : host.routes().list()) {
      if (names.containsKey(route.link()) && leadsOut(route)) {
        TreeSet<String> links = route.destination().isIpv4() ? ipv4 : ipv6;
        links.add(names.get(route.link()));
      }
    }
    return new Uplinks(List.copyOf(ipv4), List.copyOf(ipv6));
  }

  /** Pairs and zones, ours and those of systemd-nspawn. */
  static boolean isOfMachine(String link) {
    return link.startsWith("ve-") || link.startsWith("vz-");
  }

  private static boolean leadsOut(Route route) {
    InetAddress destination = route.destination().network();
    return route.type() == Route.UNICAST
        && route.table() != Route.LOCAL_TABLE
        && !destination.isLinkLocalAddress()
        && !destination.isMulticastAddress();
  }
}
