package jbuild.runner.network.nft;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkMessage;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;

/**
 * A small internet: a machine and its neighbour, each at a link of the host's; a network outside
 * that knows nothing of theirs, and one more to which the host forwards what it sends.
 */
final class TestNetwork implements AutoCloseable {
  static final String LINK = "ve-web";
  static final String UPLINK = "up0";

  final Fd host = NetworkNamespaces.create();
  final Fd machine = NetworkNamespaces.create();
  final Fd neighbour = NetworkNamespaces.create();
  final Fd outside = NetworkNamespaces.create();
  final Fd lan = NetworkNamespaces.create();

  TestNetwork() throws IOException {
    for (Fd namespace : List.of(host, machine, neighbour, outside, lan)) {
      // Nobody waits until an address is known to be nobody else's.
      in(namespace, () -> write("0", "ipv6/conf/default/accept_dad"));
    }
    join(LINK, "10.9.8.1/28", "fd00:9::1/64", machine, "10.9.8.2/28", "fd00:9::2/64");
    address(machine, "10.9.8.3/28");
    join("ve-other", "10.9.9.1/28", "fd00:a::1/64", neighbour, "10.9.9.2/28", "fd00:a::2/64");
    join(UPLINK, "192.0.2.1/24", "2001:db8::1/64", outside, "192.0.2.9/24", "2001:db8::9/64");
    join("lan0", "198.51.100.1/24", "fd00:b::1/64", lan, "198.51.100.2/24", "fd00:b::2/64");
    routes(machine, "10.9.8.1", "fd00:9::1");
    routes(neighbour, "10.9.9.1", "fd00:a::1");
    routes(lan, "198.51.100.1", "fd00:b::1");
    route(outside, "198.51.100.0/24", "192.0.2.1");
    in(host, () -> write("1", "ipv4/ip_forward", "ipv6/conf/all/forwarding"));
  }

  static GatewayRules rules() throws IOException {
    return new GatewayRules(
        LINK,
        List.of(
            new GatewayAddress(InetAddress.getByName("10.9.8.1"), 28),
            new GatewayAddress(InetAddress.getByName("fd00:9::1"), 64)),
        List.of(InetAddress.getByName("10.9.8.2"), InetAddress.getByName("fd00:9::2")),
        List.of(new Port(Protocol.TCP, 8080, 80), new Port(Protocol.UDP, 5353, 53)),
        OptionalInt.empty(),
        List.of());
  }

  private static Void write(String value, String... controls) throws IOException {
    for (String control : controls) {
      Files.writeString(Path.of("/proc/sys/net", control), value);
    }
    return null;
  }

  static <T> T in(Fd namespace, NetworkNamespaces.Work<T, IOException> work) throws IOException {
    return NetworkNamespaces.inside(namespace, work);
  }

  private void join(String link, String old, String young, Fd other, String... others)
      throws IOException {
    in(
        host,
        () -> {
          try (Netlink route = Netlink.open(NetlinkFamily.ROUTE)) {
            NetlinkMessage message = link(16, 0, NetlinkMessage.CREATE);
            message.text(3, link).begin(18).text(1, "veth").begin(2).begin(1);
            message.header32(0).header32(0).header32(0).header32(0);
            message.text(3, "eth0").u32(28, other.number()).end().end().end();
            route.request(message, "make a pair");
          }
          return null;
        });
    addresses(host, link, old, young);
    addresses(other, "eth0", others);
  }

  private static void addresses(Fd namespace, String link, String... addresses) throws IOException {
    in(
        namespace,
        () -> {
          try (Netlink route = Netlink.open(NetlinkFamily.ROUTE)) {
            int index = index(route, link);
            route.request(link(19, index, 0), "set a link up");
            for (String address : addresses) {
              add(route, index, address);
            }
          }
          return null;
        });
  }

  private static void address(Fd namespace, String address) throws IOException {
    addresses(namespace, "eth0", address);
  }

  private static void add(Netlink route, int index, String address) throws IOException {
    String[] parts = address.split("/");
    byte[] bytes = InetAddress.getByName(parts[0]).getAddress();
    NetlinkMessage message = new NetlinkMessage(20, NetlinkMessage.CREATE);
    message.header8(bytes.length == 4 ? 2 : 10).header8(Integer.parseInt(parts[1]));
    message.header8(2).header8(0).header32(index); // IFA_F_NODAD: usable at once.
    route.request(message.bytes(2, bytes).bytes(1, bytes), "add an address");
  }

  private static void routes(Fd namespace, String old, String young) throws IOException {
    route(namespace, "0.0.0.0/0", old);
    route(namespace, "::/0", young);
  }

  private static void route(Fd namespace, String destination, String gateway) throws IOException {
    String[] parts = destination.split("/");
    byte[] first = InetAddress.getByName(parts[0]).getAddress();
    byte[] bytes = InetAddress.getByName(gateway).getAddress();
    NetlinkMessage message = new NetlinkMessage(24, NetlinkMessage.CREATE);
    message.header8(bytes.length == 4 ? 2 : 10).header8(Integer.parseInt(parts[1]));
    message.header8(0).header8(0).header8(254).header8(3).header8(0).header8(1).header32(0);
    in(
        namespace,
        () -> {
          try (Netlink route = Netlink.open(NetlinkFamily.ROUTE)) {
            route.request(message.bytes(1, first).bytes(5, bytes), "add a route");
          }
          return null;
        });
  }

  private static int index(Netlink route, String link) {
    for (NetlinkAnswer answer : route.ask(link(18, 0, 0).text(3, link), "find a link")) {
      return answer.header32(4);
    }
    throw new IllegalStateException(link);
  }

  /** With the flag IFF_UP, where it is changed. */
  private static NetlinkMessage link(int type, int index, int flags) {
    int up = type == 19 ? 1 : 0;
    NetlinkMessage message = new NetlinkMessage(type, flags);
    return message.header32(0).header32(index).header32(up).header32(up);
  }

  @Override
  public void close() {
    host.close();
    machine.close();
    neighbour.close();
    outside.close();
    lan.close();
  }
}
