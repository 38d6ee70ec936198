package jbuild.runner.network.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkListener;
import jbuild.runner.linux.NetworkNamespaces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class AddressesAndRoutesTest {
  private static final InetAddress IPV4 = ip("192.0.2.10");
  private static final InetAddress IPV6 = ip("2001:db8::10");
  private static final InetAddress GATEWAY = ip("192.0.2.1");
  private static final InetAddress GATEWAY6 = ip("2001:db8::1");
  private static final int NOW = LinkAddress.NO_DUPLICATE_DETECTION;

  private final Fd namespace = NetworkNamespaces.create();
  private NamespaceNetwork network;
  private Addresses addresses;
  private Routes routes;
  private Link link;

  @BeforeEach
  void open() {
    network = NamespaceNetwork.of(namespace);
    addresses = network.addresses();
    routes = network.routes();
    network
        .links()
        .createVeth(
            "host0",
            new MacAddress(0x0200_0000_0001L),
            new Links.Peer("peer", new MacAddress(0x0200_0000_0002L), namespace));
    network.links().setUp(network.links().find("peer").orElseThrow());
    link = network.links().find("host0").orElseThrow();
    network.links().setUp(link);
  }

  @AfterEach
  void close() {
    network.close();
    namespace.close();
  }

  @Test
  void linksHaveAddressesOfBothFamilies() {
    addresses.add(link, IPV4, 28, 0);
    addresses.add(link, IPV6, 64, NOW);
    addresses.add(link, IPV4, 28, 0);

    LinkAddress one = find(IPV4).orElseThrow();
    LinkAddress two = find(IPV6).orElseThrow();
    assertEquals(28, one.length());
    assertEquals(link.index(), one.link());
    assertTrue(one.isPreferred());
    assertEquals("192.0.2.0/28", one.prefix().toString());
    assertEquals(64, two.length());
    assertTrue(two.isUsable());
    assertTrue(two.isGlobal());
  }

  @Test
  void addressesAreTriedFirstUnlessTheyAreKnownToBeFree() {
    addresses.add(link, IPV6, 64, 0);

    assertFalse(find(IPV6).orElseThrow().isUsable());
  }

  @Test
  void addressesAreTakenAway() {
    addresses.add(link, IPV4, 28, 0);

    addresses.remove(link, IPV4, 28);
    addresses.remove(link, IPV4, 28);

    assertEquals(Optional.empty(), find(IPV4));
  }

  @Test
  void listenersHearOfAddresses() {
    try (NetlinkListener listener =
        NetworkNamespaces.inside(
            namespace, () -> NetlinkListener.open(NetlinkFamily.ROUTE, Addresses.GROUP_IPV4))) {
      addresses.add(link, IPV4, 28, 0);
      addresses.remove(link, IPV4, 28);

      NetlinkAnswer added = listener.poll().get(0);
      NetlinkAnswer removed = listener.poll().get(0);

      assertEquals(IPV4, Addresses.address(added).orElseThrow().address());
      assertFalse(Addresses.isRemoval(added));
      assertEquals(IPV4, Addresses.address(removed).orElseThrow().address());
      assertTrue(Addresses.isRemoval(removed));
    }
  }

  @Test
  void theWayOutLeadsOverAGateway() {
    addresses.add(link, IPV4, 28, 0);
    addresses.add(link, IPV6, 64, NOW);

    routes.add(Route.everywhere(link, GATEWAY));
    routes.add(Route.everywhere(link, GATEWAY).withMetric(2000));
    routes.add(Route.everywhere(link, GATEWAY));
    routes.add(Route.everywhere(link, GATEWAY6));

    List<Route> out = routes.list().stream().filter(Route::isDefault).toList();
    assertEquals(
        List.of(
            Optional.of(GATEWAY) + " 0",
            Optional.of(GATEWAY) + " 2000",
            Optional.of(GATEWAY6) + " 1024"),
        out.stream().map(route -> route.gateway() + " " + route.metric()).toList());
    assertEquals(link.index(), out.get(0).link());
    assertEquals(Route.MAIN_TABLE, out.get(0).table());
  }

  @Test
  void theWayOutNeedsAGatewayThatCanBeReached() {
    NetlinkFailure failure =
        assertThrows(
            NetlinkFailure.class, () -> routes.add(Route.everywhere(link, ip("203.0.113.1"))));

    assertEquals("cannot add the route to 0.0.0.0/0", failure.what());
    assertEquals(Errno.ENETUNREACH, failure.errno());
    assertEquals(
        "the kernel says: Nexthop has invalid gateway; no route leads there (ENETUNREACH)",
        failure.why());
  }

  @Test
  void theGatewayMayBeOnTheLinkWithoutANetwork() {
    addresses.add(link, IPV4, 32, 0);

    routes.add(Route.everywhere(link, ip("203.0.113.1")).withGatewayOnLink());
    routes.add(Route.onLink(link, Prefix.only(ip("203.0.113.1"))));

    assertTrue(routes.list().stream().anyMatch(route -> route.isDefault() && route.onLink()));
    assertTrue(routes.list().contains(Route.onLink(link, Prefix.only(ip("203.0.113.1")))));
  }

  @Test
  void routesAreTakenAway() {
    Route route = Route.onLink(link, new Prefix(ip("198.51.100.0"), 24));
    routes.add(route);
    assertTrue(routes.list().contains(route));

    routes.remove(route);
    routes.remove(route);

    assertFalse(routes.list().contains(route));
  }

  @Test
  void networksBringTheirRoutes() {
    addresses.add(link, IPV4, 28, 0);
    assertTrue(
        routes.list().stream()
            .anyMatch(
                route ->
                    route.destination().toString().equals("192.0.2.0/28")
                        && route.gateway().isEmpty()));

    addresses.remove(link, IPV4, 28);
    addresses.add(link, IPV4, 28, LinkAddress.NO_PREFIX_ROUTE);

    assertFalse(
        routes.list().stream()
            .anyMatch(route -> route.destination().toString().equals("192.0.2.0/28")));
  }

  private Optional<LinkAddress> find(InetAddress address) {
    return addresses.of(link).stream()
        .filter(candidate -> candidate.address().equals(address))
        .findFirst();
  }

  private static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
