package jbuild.runner.network.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.linux.PacketFilter;
import jbuild.runner.linux.PacketSocket;
import jbuild.runner.linux.Wakeup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class LinksTest {
  private static final MacAddress ONE = new MacAddress(0x0200_0000_0001L);
  private static final MacAddress TWO = new MacAddress(0x0200_0000_0002L);
  private static final int SOON = 5000;
  private static final int BRIDGE_MODE = 4;

  private final Fd host = NetworkNamespaces.create();
  private final Fd machine = NetworkNamespaces.create();
  private NamespaceNetwork hostNetwork;
  private NamespaceNetwork machineNetwork;
  private Links links;
  private Links inside;

  @BeforeEach
  void open() {
    hostNetwork = NamespaceNetwork.of(host);
    machineNetwork = NamespaceNetwork.of(machine);
    links = hostNetwork.links();
    inside = machineNetwork.links();
  }

  @AfterEach
  void close() {
    hostNetwork.close();
    machineNetwork.close();
    host.close();
    machine.close();
  }

  @Test
  void findTheLoopbackOfANewNamespace() {
    Link loopback = links.find("lo").orElseThrow();

    assertEquals(List.of(loopback), links.list());
    assertEquals(1, loopback.index());
    assertTrue(loopback.isLoopback());
    assertFalse(loopback.isUp());
    assertEquals(Optional.empty(), loopback.mac());
    assertEquals("", loopback.kind());
  }

  @Test
  void makeAPairWithOneEndInTheMachine() {
    Link end = pair("ve-web");

    Link peer = inside.find("host0").orElseThrow();
    assertEquals("ve-web", end.name());
    assertEquals("veth", end.kind());
    assertEquals(Optional.of(ONE), end.mac());
    assertEquals(Optional.of(TWO), peer.mac());
    assertEquals(peer.index(), end.parent());
    assertFalse(end.isUp());
    assertFalse(peer.isUp());
    assertEquals(1500, peer.mtu());
  }

  @Test
  void sayThatANameIsTaken() {
    pair("ve-web");

    NetlinkFailure failure = assertThrows(NetlinkFailure.class, () -> pair("ve-web"));

    assertEquals("cannot make the links ve-web and host0", failure.what());
    assertEquals(Errno.EEXIST, failure.errno());
    assertEquals(1, inside.list().stream().filter(link -> link.name().equals("host0")).count());
  }

  @Test
  void haveCarrierWhenBothEndsAreUp() {
    Link end = pair("ve-web");
    links.setUp(end);
    assertFalse(links.find("ve-web").orElseThrow().hasCarrier());

    inside.setUp(inside.find("host0").orElseThrow());

    assertTrue(links.find("ve-web").orElseThrow().hasCarrier());
    links.setDown(end);
    assertFalse(links.find("ve-web").orElseThrow().isUp());
  }

  @Test
  void joinABridgeAndLeaveIt() {
    Link end = pair("vb-web");
    Link bridge = links.createBridge("vz-zone");
    assertEquals("bridge", bridge.kind());
    assertFalse(bridge.isUp());

    links.join(end, bridge);

    List<Link> ports = links.ports(bridge);
    assertEquals(List.of("vb-web"), ports.stream().map(Link::name).toList());
    assertTrue(ports.get(0).isUp());
    assertEquals(bridge.index(), ports.get(0).master());
    links.leave(end);
    assertEquals(List.of(), links.ports(bridge));
  }

  @Test
  void showTheFramesOfABridgesPortToWhoListensToAll() {
    Link end = pair("vb-web");
    links.join(end, links.createBridge("vz-zone"));
    Link peer = inside.find("host0").orElseThrow();
    inside.setUp(peer);
    PacketFilter experiments = PacketFilter.of(PacketFilter.Condition.u16(12, 0x88b5));
    byte[] frame = HexFormat.of().parseHex("020000000001" + "020000000002" + "88b5" + "6a62");
    try (Wakeup wakeup = new Wakeup();
        PacketSocket listener = packets(host, end, experiments);
        PacketSocket sender = packets(machine, peer, PacketFilter.NONE)) {

      sender.send(frame);

      assertArrayEquals(frame, listener.await(wakeup, SOON).orElseThrow().content());
    }
  }

  private static PacketSocket packets(Fd namespace, Link link, PacketFilter filter) {
    return NetworkNamespaces.inside(
        namespace, () -> PacketSocket.open(link.index(), PacketSocket.EVERY_PROTOCOL, filter));
  }

  @Test
  void sayWhichLinksThereAreInsteadOfAMissingOne() {
    links.createBridge("br0");

    Failure failure =
        assertThrows(Failure.class, () -> links.named("br1", "let web join the bridge br1"));

    assertEquals(ExitStatus.FAILED, failure.status());
    assertEquals("cannot let web join the bridge br1", failure.what());
    assertEquals("there is no network link called br1", failure.why());
    assertEquals("make it first, or name one of these: lo, br0", failure.fix());
  }

  @Test
  void areFoundByNamesThatAreLonger() {
    String whole = "ve-abcdefghijklmnopqrstuvwxyz";
    Link end = pair("ve-abcdefghWE_w");

    links.addAlternative(end, whole);

    Link found = links.find(whole).orElseThrow();
    assertEquals("ve-abcdefghWE_w", found.name());
    assertEquals(List.of(whole), found.alternatives());
    links.removeAlternative(end, whole);
    assertEquals(Optional.empty(), links.find(whole));
    assertEquals(Optional.empty(), links.find("x".repeat(128)));
    assertEquals(Optional.empty(), links.find(""));
  }

  @Test
  void makeChildrenInTheMachine() {
    Link parent = links.createBridge("parent");

    links.createMacvlan(parent, "mv-parent", ONE, machine);

    Link child = inside.find("mv-parent").orElseThrow();
    assertEquals("macvlan", child.kind());
    assertEquals(BRIDGE_MODE, child.mode());
    assertEquals(Optional.of(ONE), child.mac());
    assertEquals(parent.index(), child.parent());
  }

  @Test
  void areMovedUnderAnotherNameAndGivenBack() {
    Link moved = pair("dsl0");
    links.setUp(moved);

    links.move(moved, machine, "wan");

    assertEquals(Optional.empty(), links.find("dsl0"));
    Link there = inside.find("wan").orElseThrow();
    assertFalse(there.isUp());
    inside.move(there, host, "dsl0");
    assertEquals(Optional.of(ONE), links.find("dsl0").orElseThrow().mac());
    assertEquals(Optional.empty(), inside.find("wan"));
  }

  @Test
  void areMovedWithTheirOtherNames() {
    Link moved = pair("dsl0");
    links.addAlternative(moved, "uplink-of-the-house");

    links.move(links.find("dsl0").orElseThrow(), machine, "uplink-of-the-house");

    assertEquals("dsl0", inside.find("uplink-of-the-house").orElseThrow().name());
  }

  @Test
  void stayWhereTheyAreWhenTheKernelMovesThemNowhere() {
    Link loopback = links.find("lo").orElseThrow();

    NetlinkFailure failure =
        assertThrows(NetlinkFailure.class, () -> links.move(loopback, machine, "lo2"));

    assertEquals("cannot move the link lo as lo2", failure.what());
    assertEquals(
        "the kernel says: The interface netns is immutable; invalid argument (EINVAL)",
        failure.why());
  }

  @Test
  void changeTheirNameSizeAndAddress() {
    Link link = links.createBridge("before");

    links.rename(link, "after");
    links.setMtu(link, 1400);
    links.setAddress(link, TWO);

    Link changed = links.find(link.index()).orElseThrow();
    assertEquals("after", changed.name());
    assertEquals(1400, changed.mtu());
    assertEquals(Optional.of(TWO), changed.mac());
  }

  @Test
  void areRemovedTogetherWithTheirPeers() {
    Link end = pair("ve-web");

    links.delete(end);
    links.delete(end);

    assertEquals(Optional.empty(), links.find("ve-web"));
    assertEquals(Optional.empty(), inside.find("host0"));
  }

  private Link pair(String name) {
    return links.createVeth(name, ONE, new Links.Peer("host0", TWO, machine));
  }
}
