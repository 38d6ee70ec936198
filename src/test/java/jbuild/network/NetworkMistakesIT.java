package jbuild.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.Links;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.link.Prefix;
import jbuild.runner.network.link.Route;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that cannot be are refused in three lines, and leave the host's as it was. */
@Tag("root")
@Execution(ExecutionMode.CONCURRENT)
class NetworkMistakesIT {
  private static final String IMAGE = "test-images/network.toml";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  /** Links, addresses, routes, rules of packet filters and settings. */
  private static final String STATE =
      """
      ip -br link
      ip -br addr
      ip route
      ip -6 route
      nft list ruleset
      cd /proc/sys/net
      grep -r . ipv4/conf/*/forwarding ipv6/conf/*/forwarding ipv6/conf/*/accept_ra
      """;

  @TempDir static Path directory;
  private static Fd host;
  private static String before;

  @BeforeAll
  static void makeAHost() throws Exception {
    host = open(NetworkNamespaces.create());
    try (NamespaceNetwork network = NamespaceNetwork.of(host)) {
      Links links = network.links();
      links.setUp(links.find("lo").orElseThrow());
      links.createBridge("bridge");
      pair(links, "spare", "other", 1);
      pair(links, "vz-taken", "end", 3);
      pair(links, "ve-taken", "end2", 5);
      Link spare = links.find("spare").orElseThrow();
      network.addresses().add(spare, InetAddress.getByName("10.9.9.1"), 24, 0);
    }
    NetworkNamespaces.inside(
        host,
        () -> {
          open(ServerSocketChannel.open()).bind(new InetSocketAddress(8080));
          return open(DatagramChannel.open()).bind(new InetSocketAddress(5353));
        });
    Files.writeString(directory.resolve("regular"), "");
    Finished.of(new ProcessBuilder("mkfifo", directory.resolve("fifo").toString())).successfully();
    before = state();
  }

  private static <T extends AutoCloseable> T open(T resource) {
    OPEN.add(resource);
    return resource;
  }

  private static void pair(Links links, String name, String other, int number) {
    MacAddress mac = new MacAddress(0x0200_0000_0010L + number);
    MacAddress otherMac = new MacAddress(0x0200_0000_0011L + number);
    links.createVeth(name, mac, new Links.Peer(other, otherMac, host));
  }

  @AfterAll
  static void nothingIsLeft() throws Exception {
    String after = state();
    for (AutoCloseable one : OPEN) {
      one.close();
    }
    assertEquals(before, after);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--network-bridge=missing | 1 | let the machine join the bridge missing"
            + " | there is no network link called missing",
        "--network-bridge=spare | 1 | let the machine join the bridge spare | it is no bridge",
        "--network-interface=lo | 1 | give the machine the link lo"
            + " | each namespace has a loopback link of its own",
        "-n --network-uplink=no --network-interface=spare:host0 | 1"
            + " | give the machine the link spare"
            + " | the machine has another link called host0",
        "--network-interface=other --network-interface=spare:other | 1"
            + " | give the machine the link spare"
            + " | the machine has another link called other",
        "--network-macvlan=lo | 1 | give the machine a macvlan child of lo"
            + " | a loopback link leads nowhere, and has no children",
        "--network-ipvlan=lo | 1 | give the machine an ipvlan child of lo"
            + " | a loopback link leads nowhere, and has no children",
        "--network-zone=taken | 1 | let the machine join the zone taken"
            + " | the link vz-taken is no bridge",
        "--network-zone=thirteenchars | 2 | use --network-zone=thirteenchars | it names no zone",
        "-n --machine=taken | 1 | make the link ve-taken | there is one of that name already",
        "-n --port=8080:80 | 3 | publish port 8080 (tcp) | it is used by another program",
        "-n --port=udp:5353 | 3 | publish port 5353 (udp) | it is used by another program",
        "-n --port=80:1 --port=tcp:80:2 | 2 | use --port=tcp:80:2 | the port was given twice",
        "--network=host --port=80 | 2 | use --port="
            + " | the machine has the host's network, and so its ports",
        "--network-veth-extra=sixteencharacter | 2 | use --network-veth-extra=sixteencharacter"
            + " | it names no network device",
        "--network-veth-extra=spare | 1 | make the link spare | there is one of that name already",
        "--network-namespace-path={files}/regular | 2 | join the network namespace {files}/regular"
            + " | it is no namespace",
        "--network-namespace-path={files} | 2 | join the network namespace {files}"
            + " | it is no namespace",
        "--network-namespace-path={files}/fifo | 2 | join the network namespace {files}/fifo"
            + " | it is no namespace",
        "--network-namespace-path={files}/missing | 2 | join the network namespace {files}/missing"
            + " | there is no such file",
        "--network-namespace-path=/proc/self/ns/mnt | 2"
            + " | join the network namespace /proc/self/ns/mnt"
            + " | it is a namespace of another kind",
        "-n --network-address=10.9.9.2 | 2 | give the machine the address 10.9.9.2"
            + " | 10.9.9.0/28 overlaps with 10.9.9.0/24, the network of spare",
        "-n --network-address=127.0.0.1 | 2 | use --network-address=127.0.0.1"
            + " | no machine can have it"
      })
  void areRefused(String words, int status, String what, String why) {
    check(host, words, status, what, why);
  }

  @Test
  void areRefusedWhenTheHostHasAWayToAllPrivateAddresses() throws IOException {
    try (Fd full = NetworkNamespaces.create();
        NamespaceNetwork network = NamespaceNetwork.of(full)) {
      Link loopback = network.links().find("lo").orElseThrow();
      network.links().setUp(loopback);
      network.routes().add(Route.onLink(loopback, prefix("10.0.0.0", 8)));
      network.routes().add(Route.onLink(loopback, prefix("172.16.0.0", 12)));
      network.routes().add(Route.onLink(loopback, prefix("192.168.0.0", 16)));

      check(
          full,
          "--network-zone=full",
          3,
          "find a network for zone full",
          "all of 192.168.0.0/16, 172.16.0.0/12 and 10.0.0.0/8 is in use on this host, or has a"
              + " route");
      assertEquals(1, network.links().list().size());
    }
  }

  private static Prefix prefix(String network, int length) throws IOException {
    return new Prefix(InetAddress.getByName(network), length);
  }

  private static void check(Fd network, String words, int status, String what, String why) {
    String name = "mistake-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    List<String> all = new ArrayList<>(List.of("run", "--directory=" + BuiltImages.of(IMAGE)));
    all.addAll(List.of("--machine=" + name, "--read-only"));
    Stream.of(words.split(" ")).map(NetworkMistakesIT::filled).forEach(all::add);
    all.addAll(List.of("--", "/bin/true"));
    ProcessBuilder program = BuiltImages.jbuild(all.toArray(String[]::new));

    Finished refused = NetworkNamespaces.inside(network, () -> Finished.of(program));

    List<String> lines = refused.errors().lines().toList();
    assertEquals(3, lines.size(), refused.errors());
    assertAll(
        () -> assertEquals("error: cannot " + filled(what), lines.get(0)),
        () -> assertEquals("  why: " + why, lines.get(1)),
        () -> assertTrue(lines.get(2).startsWith("  fix: "), lines.get(2)),
        () -> assertEquals(status, refused.status()));
  }

  private static String filled(String text) {
    return text.replace("{files}", directory.toString());
  }

  private static String state() {
    return NetworkNamespaces.inside(
        host, () -> ToolsImage.of(IMAGE).run("/bin/sh", "-c", STATE).output());
  }
}
