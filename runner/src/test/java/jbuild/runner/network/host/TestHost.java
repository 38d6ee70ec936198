package jbuild.runner.network.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.linux.PacketFilter;
import jbuild.runner.linux.PacketSocket;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.Links;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.link.Route;

/** A host with a machine at ve-web, and with a network outside at up0 that knows its way back. */
final class TestHost implements AutoCloseable {
  static final String LINK = "ve-web";
  static final String UPLINK = "up0";

  /** A router's, that of fe80::ff:1, which is one for half an hour, to all nodes; see RFC 4861. */
  private static final String ADVERTISEMENT =
      "33330000000102000000000986dd6000000000103aff"
          + "fe800000000000000000000000ff0001ff020000000000000000000000000001"
          + "86003428400007080000000000000000";

  private static final int PORT = 7;
  private static final int SOON = 5000;

  final Fd host = NetworkNamespaces.create();
  final Fd machine = NetworkNamespaces.create();
  final Fd outside = NetworkNamespaces.create();

  TestHost() throws IOException {
    for (Fd namespace : List.of(host, machine, outside)) {
      // Nobody waits until an address is known to be nobody else's.
      in(namespace, () -> write("ipv6/conf/default/accept_dad", "0"));
    }
    join(UPLINK, "198.51.100.1", "2001:db8:1::1", outside, "198.51.100.9", "2001:db8:1::9");
    join(LINK, "10.9.8.1", "fd00:9::1", machine, "10.9.8.2", "fd00:9::2");
    everywhere(machine, "10.9.8.1", "fd00:9::1");
    everywhere(outside, "198.51.100.1", "2001:db8:1::1");
  }

  static <T> T in(Fd namespace, NetworkNamespaces.Work<T, IOException> work) throws IOException {
    return NetworkNamespaces.inside(namespace, work);
  }

  private void join(String link, String old, String young, Fd other, String... others)
      throws IOException {
    MacAddress mac = MacAddress.parse("02:00:00:00:00:01").orElseThrow();
    Links.Peer peer = new Links.Peer("eth0", new MacAddress(mac.bits() + 1), other);
    in(
        host,
        () -> {
          try (NamespaceNetwork network = NamespaceNetwork.here()) {
            network.links().createVeth(link, mac, peer);
          }
          return null;
        });
    addresses(host, link, old, young);
    addresses(other, "eth0", others);
  }

  private static void addresses(Fd namespace, String name, String... addresses) throws IOException {
    in(
        namespace,
        () -> {
          try (NamespaceNetwork network = NamespaceNetwork.here()) {
            Link link = network.links().named(name, "test");
            network.links().setUp(link);
            for (String text : addresses) {
              InetAddress address = InetAddress.getByName(text);
              network.addresses().add(link, address, text.contains(":") ? 64 : 24, 0);
            }
          }
          return null;
        });
  }

  private static void everywhere(Fd namespace, String... gateways) throws IOException {
    in(
        namespace,
        () -> {
          try (NamespaceNetwork network = NamespaceNetwork.here()) {
            Link link = network.links().named("eth0", "test");
            for (String gateway : gateways) {
              network.routes().add(Route.everywhere(link, InetAddress.getByName(gateway)));
            }
          }
          return null;
        });
  }

  private static Void write(String name, String value) throws IOException {
    Files.writeString(Path.of("/proc/sys/net", name), value);
    return null;
  }

  void set(String name, String value) throws IOException {
    in(host, () -> write(name, value));
  }

  String value(String name) throws IOException {
    return in(host, () -> Files.readString(Path.of("/proc/sys/net", name)).strip());
  }

  /** What the outside hears when the machine says something to one of its addresses. */
  String heard(String address) throws IOException {
    DatagramSocket listener = in(outside, () -> new DatagramSocket(PORT));
    DatagramSocket speaker = in(machine, () -> new DatagramSocket());
    try (listener;
        speaker) {
      listener.setSoTimeout(SOON);
      byte[] words = address.getBytes(US_ASCII);
      InetSocketAddress there = new InetSocketAddress(InetAddress.getByName(address), PORT);
      speaker.send(new DatagramPacket(words, words.length, there));
      DatagramPacket packet = new DatagramPacket(new byte[SOON], SOON);
      listener.receive(packet);
      // And back: that comes by the uplink.
      packet.setData(words);
      listener.send(packet);
      speaker.setSoTimeout(SOON);
      DatagramPacket answer = new DatagramPacket(new byte[SOON], SOON);
      speaker.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), US_ASCII);
    }
  }

  /** Has a router outside tell the host of itself. */
  void advertiseRouter() throws IOException {
    in(
        outside,
        () -> {
          try (NamespaceNetwork network = NamespaceNetwork.here();
              PacketSocket socket =
                  PacketSocket.open(
                      network.links().named("eth0", "test").index(),
                      PacketSocket.EVERY_PROTOCOL,
                      PacketFilter.NONE)) {
            socket.send(HexFormat.of().parseHex(ADVERTISEMENT));
          }
          return null;
        });
  }

  /** Whether the host has a router, other than by our own doing. */
  boolean hasRouter() throws IOException {
    return in(
        host,
        () -> {
          try (NamespaceNetwork network = NamespaceNetwork.here()) {
            return network.routes().list().stream().anyMatch(Route::isDefault);
          }
        });
  }

  Uplinks uplinks() throws IOException {
    return in(
        host,
        () -> {
          try (NamespaceNetwork network = NamespaceNetwork.here()) {
            return Uplinks.of(network);
          }
        });
  }

  @Override
  public void close() {
    host.close();
    machine.close();
    outside.close();
  }
}
