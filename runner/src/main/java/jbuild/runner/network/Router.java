package jbuild.runner.network;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.network.device.Ends;
import jbuild.runner.network.device.Pair;
import jbuild.runner.network.dhcp.DhcpServer;
import jbuild.runner.network.dhcp.Lease;
import jbuild.runner.network.dns.DnsForwarder;
import jbuild.runner.network.dns.MachineNames;
import jbuild.runner.network.host.Forwarding;
import jbuild.runner.network.host.Guarded;
import jbuild.runner.network.host.Networkd;
import jbuild.runner.network.host.Uplinks;
import jbuild.runner.network.host.UpstreamServers;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkAddress;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.network.nft.Family;
import jbuild.runner.network.nft.Gateway;
import jbuild.runner.network.nft.GatewayAddress;
import jbuild.runner.network.nft.GatewayRules;
import jbuild.runner.network.nft.GuardedLink;
import jbuild.runner.network.packet.LinkServer;
import jbuild.runner.network.packet.Protocol;
import jbuild.runner.network.pool.AddressPool;
import jbuild.runner.network.pool.Reservation;
import jbuild.runner.network.pool.Subnet;
import jbuild.runner.network.pool.Taken;
import jbuild.runner.network.ra.Advertisement;
import jbuild.runner.network.ra.RouterAdvertiser;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.Network;

/** The host as the router of one machine: it gives it addresses, names, and a way to others. */
final class Router implements AutoCloseable {
  private static final int LEASE_SECONDS = 3600;
  private static final int DNS_PORT = 53;

  private final Network wished;
  private final MachineName name;
  private final Pair pair;
  private final Surroundings host;
  private final Reservation reservation;
  private final EventLoop loop;
  private final Held held = new Held();
  private boolean ipv6;
  private OptionalInt port = OptionalInt.empty();
  private Optional<RouteWatch> watch = Optional.empty();

  private Router(
      Network wished,
      MachineName name,
      Pair pair,
      Surroundings host,
      EventLoop loop,
      Reservation reservation) {
    this.wished = wished;
    this.name = name;
    this.pair = pair;
    this.host = host;
    this.reservation = reservation;
    this.loop = loop;
    held.until(reservation::close);
  }

  /**
   * Chooses the machine's addresses, which nobody else gets until the router is closed.
   *
   * @param pair whose host's end is ours, or a port of the machine's zone
   * @param loop answers questions for names
   */
  static Router prepare(
      Network wished, MachineName name, Pair pair, Surroundings host, EventLoop loop) {
    Router router = new Router(wished, name, pair, host, loop, reserve(wished, name, pair, host));
    try {
      Networkd.Unmanaged unmanaged =
          new Networkd(host.shared()).leaveAlone(link(wished, pair), host::warn);
      router.held.until(unmanaged::close);
      RouterFile.write(
          host.place().resolve(MachineNetwork.NAME_SERVERS), router.subnet().gateway());
      return router;
    } catch (RuntimeException | Error e) {
      router.close();
      throw e;
    }
  }

  private static Reservation reserve(
      Network wished, MachineName name, Pair pair, Surroundings host) {
    String link = link(wished, pair);
    AddressPool pool = AddressPool.ofHost(directory(host.shared()));
    Optional<Inet4Address> address = wished.uplink().flatMap(Network.Uplink::address);
    try (NamespaceNetwork here = NamespaceNetwork.here()) {
      List<Taken> taken = Taken.allOf(here);
      return wished.zone().isPresent()
          ? pool.zone(wished.zone().get(), name.value(), address, existing(here, link), taken)
          : pool.pair(name.value(), address, taken);
    }
  }

  private static Path directory(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot write down which addresses are in use",
          Reasons.of(e),
          "make " + path + " writable",
          List.of(),
          e);
    }
  }

  /** What the host calls the link that is the router's. */
  private static String link(Network wished, Pair pair) {
    return wished.zone().map(zone -> LinkName.zone(zone).name()).orElse(pair.outside());
  }

  private static Optional<AddressPool.Existing> existing(NamespaceNetwork here, String bridge) {
    Optional<Link> link = here.links().find(bridge);
    if (link.isPresent()) {
      for (LinkAddress address : here.addresses().of(link.get())) {
        if (address.address() instanceof Inet4Address ipv4 && address.isGlobal()) {
          return Optional.of(new AddressPool.Existing(ipv4, address.length()));
        }
      }
    }
    return Optional.empty();
  }

  private Subnet subnet() {
    return reservation.subnet();
  }

  /** The machine's. */
  List<InetAddress> addresses() {
    return ipv6 ? List.of(reservation.address(), address6()) : List.of(reservation.address());
  }

  private Inet6Address address6() {
    return subnet().address6(pair.insideMac());
  }

  /** Those of the router itself. */
  private List<InetAddress> own() {
    return ipv6
        ? List.of(subnet().gateway(), subnet().gateway6())
        : List.of((InetAddress) subnet().gateway());
  }

  /**
   * Gives both ends their addresses, and leads on what the machine sends. The devices are there.
   */
  void attach(Ends ends) {
    String link = link(wished, pair);
    ipv6 = Sysctls.hasIpv6();
    Forwarding.Held forwarding =
        new Forwarding(host.shared()).acquire(link, Uplinks.of(ends.host()), host::warn);
    held.until(forwarding::close);
    RouterEnd.of(ends.host(), link).set(subnet(), ipv6);
    Optional<Inet6Address> address6 = ipv6 ? Optional.of(address6()) : Optional.empty();
    MachineEnd.set(ends.machine(), pair.inside(), reservation, address6);
    DnsForwarder dns = DnsForwarder.open(loop, own(), this::isServed, names(), upstream());
    held.until(dns::close);
    boolean usual = dns.port() == DnsForwarder.STANDARD_PORT;
    port = usual ? OptionalInt.empty() : OptionalInt.of(dns.port());
    Optional<Gateway> gateway = new WayOut(name, host, held).open(rules(forwarding.guarded()));
    if (gateway.isPresent()) {
      watch =
          Optional.of(
              new RouteWatch(
                  forwarding, guarded -> gateway.get().replace(rules(guarded)), host::warn));
      held.until(watch.get()::close);
    }
  }

  private GatewayRules rules(Guarded guarded) {
    List<GuardedLink> links = new ArrayList<>();
    for (String link : guarded.ipv4()) {
      links.add(new GuardedLink(link, Family.IPV4));
    }
    for (String link : guarded.ipv6()) {
      links.add(new GuardedLink(link, Family.IPV6));
    }
    return new GatewayRules(
        link(wished, pair), gateways(), addresses(), wished.ports(), port, links);
  }

  private List<GatewayAddress> gateways() {
    List<GatewayAddress> gateways = new ArrayList<>();
    gateways.add(new GatewayAddress(subnet().gateway(), subnet().ipv4().length()));
    if (ipv6) {
      gateways.add(new GatewayAddress(subnet().gateway6(), Subnet.IPV6_LENGTH));
    }
    return gateways;
  }

  /** Others may reach the router's addresses too, and so could the whole host's network. */
  private boolean isServed(InetAddress sender) {
    return (subnet().ipv4().contains(sender) || subnet().ipv6().contains(sender))
        && !own().contains(sender);
  }

  private ZoneNames names() {
    Reach reach = new Reach(wished.zone(), addresses(), wished.ports());
    return new ZoneNames(host, new Neighbour(name, reach), own());
  }

  private Supplier<List<InetSocketAddress>> upstream() {
    List<InetAddress> chosen = wished.uplink().map(Network.Uplink::dns).orElse(List.of());
    if (chosen.isEmpty()) {
      return new UpstreamServers(Path.of("/"))::ofHost;
    }
    List<InetSocketAddress> servers = new ArrayList<>();
    chosen.forEach(address -> servers.add(new InetSocketAddress(address, DNS_PORT)));
    return () -> servers;
  }

  /**
   * Answers the machine when it asks for its addresses, on its own end of the link, and follows the
   * host's routes.
   */
  void serve(Ends ends) {
    watch.ifPresent(RouteWatch::start);
    Link link = RouterEnd.of(ends.host(), link(wished, pair)).link();
    MacAddress hardware = link.mac().orElseThrow();
    List<Protocol> protocols = new ArrayList<>();
    protocols.add(new DhcpServer(lease(link), hardware));
    if (ipv6) {
      protocols.add(
          new RouterAdvertiser(
              new Advertisement(
                  hardware,
                  RouterEnd.local(),
                  subnet().ipv6(),
                  List.of(subnet().gateway6()),
                  List.of(MachineNames.DOMAIN),
                  link.mtu())));
    }
    int end = pair.outsideIn(ends.host()).index();
    LinkServer server = LinkServer.start("network of " + name, end, protocols);
    held.until(server::close);
  }

  /** Whether the machine's link is there still. */
  boolean hasLink(Ends ends) {
    return ends.host().links().find(pair.outside()).isPresent();
  }

  private Lease lease(Link link) {
    return new Lease(
        reservation.address(),
        subnet().ipv4(),
        subnet().gateway(),
        List.of(subnet().gateway()),
        List.of(MachineNames.DOMAIN),
        Optional.empty(),
        link.mtu(),
        LEASE_SECONDS);
  }

  @Override
  public void close() {
    held.giveBack(host::warn);
  }
}
