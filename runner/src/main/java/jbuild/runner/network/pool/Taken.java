package jbuild.runner.network.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.link.Prefix;
import jbuild.runner.network.link.Route;

/**
 * Addresses that are in use, or that the host reaches elsewhere.
 *
 * @param prefix all of them
 * @param by who has them, in words: "a route through wg0"
 */
public record Taken(Prefix prefix, String by) {
  /**
   * Shorter ones are default routes: those that VPNs cut in halves or more, and those that RFC 4193
   * wants routers to have for all local addresses.
   */
  private static final int SHORTEST_IPV4 = 8;

  private static final int SHORTEST_IPV6 = 16;

  /** All that a host has, and all that it knows a way to, by whatever table of routes. */
  public static List<Taken> allOf(NamespaceNetwork host) {
    Map<Integer, String> names = new HashMap<>();
    for (Link link : host.links().list()) {
      names.put(link.index(), link.name());
    }
    List<Taken> taken = new ArrayList<>();
    for (LinkAddress address : host.addresses().list()) {
      taken.add(new Taken(address.prefix(), "the network of " + names.get(address.link())));
    }
    for (Route route : host.routes().list()) {
      String way = route.link() == 0 ? "" : " through " + names.get(route.link());
      taken.add(new Taken(route.destination(), "a route" + way));
    }
    return List.copyOf(taken);
  }

  public Taken {
    Objects.requireNonNull(prefix);
    Objects.requireNonNull(by);
  }

  /** Whether it keeps others from having the addresses. */
  boolean excludes(Prefix other) {
    int shortest = prefix.isIpv4() ? SHORTEST_IPV4 : SHORTEST_IPV6;
    return prefix.length() >= shortest && prefix.overlaps(other);
  }

  @Override
  public String toString() {
    return prefix + ", " + by;
  }
}
