package jbuild.runner.network.nft;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.OptionalInt;
import jbuild.runner.network.nft.Installation.Installed;
import jbuild.runner.network.nft.Installation.Refused;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
@SuppressWarnings("try") // A gateway works by being open.
class GatewayTest {
  private static final int SILENCE = 200;

  private static TestNetwork network;

  @BeforeAll
  static void makeNetworks() throws IOException {
    network = new TestNetwork();
  }

  @AfterAll
  static void endThem() {
    network.close();
  }

  @Test
  void letsAMachineTalkInTheNameOfTheHost() throws IOException {
    assertThrows(IOException.class, () -> toOutside("192.0.2.9", SILENCE));

    try (Gateway gateway = open(TestNetwork.rules())) {
      assertAll(
          () -> assertEquals("192.0.2.1", toOutside("192.0.2.9", 5000)),
          () -> assertEquals("2001:db8:0:0:0:0:0:1", toOutside("2001:db8::9", 5000)),
          () ->
              assertEquals(
                  "192.0.2.1", Peers.udp(network.machine, "192.0.2.9", 7, network.outside, 7)),
          () ->
              assertEquals(
                  "2001:db8:0:0:0:0:0:1",
                  Peers.udp(network.machine, "2001:db8::9", 7, network.outside, 7)));
      assertTrue(gateway.isOwned());
      assertTrue(gateway.publishes());
    }
  }

  @Test
  void leadsPublishedPortsToTheMachine() throws IOException {
    try (Gateway gateway = open(TestNetwork.rules())) {
      assertAll(
          () -> assertEquals("192.0.2.9", fromOutside("192.0.2.1")),
          () -> assertEquals("2001:db8:0:0:0:0:0:9", fromOutside("2001:db8::1")),
          () ->
              assertEquals(
                  "192.0.2.9", Peers.udp(network.outside, "192.0.2.1", 5353, network.machine, 53)),
          () ->
              assertEquals(
                  "2001:db8:0:0:0:0:0:9",
                  Peers.udp(network.outside, "2001:db8::1", 5353, network.machine, 53)),
          () ->
              assertEquals(
                  "10.9.9.2",
                  Peers.tcp(network.neighbour, "192.0.2.1", 8080, network.machine, 80)));
      assertEquals("jbuild-web", gateway.table());
    }
  }

  @Test
  void letsAMachineUseItsOwnPublishedPort() throws IOException {
    try (Gateway gateway = open(TestNetwork.rules())) {
      assertEquals("10.9.8.1", Peers.tcp(network.machine, "192.0.2.1", 8080, network.machine, 80));
    }
  }

  @Test
  void leavesPortsOfOthersAlone() throws IOException {
    try (Gateway gateway = open(TestNetwork.rules())) {
      assertEquals(
          "192.0.2.1", Peers.tcp(network.machine, "192.0.2.9", 8080, network.outside, 8080));
    }
  }

  @Test
  void letsNobodyElseReachTheMachine() throws IOException {
    assertEquals("10.9.9.2", Peers.tcp(network.neighbour, "10.9.8.2", 80, network.machine, 80));

    try (Gateway gateway = open(TestNetwork.rules())) {
      assertThrows(
          NoRouteToHostException.class,
          () -> Peers.tcp(network.neighbour, "10.9.8.2", 80, network.machine, 80));
      assertThrows(
          IOException.class,
          () -> Peers.tcp(network.neighbour, "fd00:9::2", 80, network.machine, 80));
    }
  }

  @Test
  void passesOnNothingThatAMachineSendsInTheNameOfOthers() throws IOException {
    GatewayRules rules = TestNetwork.rules();
    GatewayRules narrow =
        new GatewayRules(
            rules.link(),
            List.of(new GatewayAddress(InetAddress.getByName("10.9.8.8"), 29)),
            List.of(),
            List.of(),
            rules.dns(),
            List.of());

    // The machine's 10.9.8.2 is none of 10.9.8.8/29.
    try (Gateway gateway = open(narrow)) {
      assertThrows(
          SocketTimeoutException.class,
          () -> Peers.tcp(network.machine, "198.51.100.2", 80, network.lan, 80, SILENCE));
    }
    assertEquals("10.9.8.2", Peers.tcp(network.machine, "198.51.100.2", 80, network.lan, 80, 5000));
  }

  @Test
  void doesNotTellAMachineThatNobodyIsAtThePortOfDhcp() throws IOException {
    assertThrows(PortUnreachableException.class, this::askForMoreTime);

    try (Gateway gateway = open(TestNetwork.rules())) {
      assertThrows(SocketTimeoutException.class, this::askForMoreTime);
    }
  }

  private void askForMoreTime() throws IOException {
    try (DatagramSocket asking = TestNetwork.in(network.machine, DatagramSocket::new)) {
      asking.connect(new InetSocketAddress("10.9.8.1", 67));
      asking.send(new DatagramPacket(new byte[1], 1));
      asking.setSoTimeout(SILENCE);
      asking.receive(new DatagramPacket(new byte[1], 1));
    }
  }

  @Test
  void passesOnToItsMachinesOnlyWhatAGuardedLinkBrings() throws IOException {
    assertEquals("192.0.2.9", toLan(5000));
    GatewayRules rules = TestNetwork.rules();
    GatewayRules guarding =
        new GatewayRules(
            rules.link(),
            rules.addresses(),
            rules.machine(),
            rules.ports(),
            rules.dns(),
            List.of(new GuardedLink(TestNetwork.UPLINK, Family.IPV4)));

    try (Gateway gateway = open(guarding)) {
      assertThrows(SocketTimeoutException.class, () -> toLan(SILENCE));
      assertEquals("192.0.2.9", fromOutside("192.0.2.1"));
      assertEquals("192.0.2.1", toOutside("192.0.2.9", 5000));
    }
  }

  @Test
  void leadsQuestionsForNamesToWhereTheServerListens() throws IOException {
    GatewayRules rules = TestNetwork.rules();
    GatewayRules moved =
        new GatewayRules(
            rules.link(), rules.addresses(), List.of(), List.of(), OptionalInt.of(5300), List.of());

    try (Gateway gateway = open(moved)) {
      assertAll(
          () ->
              assertEquals(
                  "10.9.8.2", Peers.udp(network.machine, "10.9.8.1", 53, network.host, 5300)),
          () ->
              assertEquals(
                  "10.9.8.2", Peers.tcp(network.machine, "10.9.8.1", 53, network.host, 5300)),
          () ->
              assertEquals(
                  "fd00:9:0:0:0:0:0:2",
                  Peers.udp(network.machine, "fd00:9::1", 53, network.host, 5300)),
          () ->
              assertEquals(
                  "192.0.2.1", Peers.udp(network.machine, "192.0.2.9", 53, network.outside, 53)));
    }
  }

  @Test
  void followsTheMachineToAnotherAddress() throws IOException {
    GatewayRules rules = TestNetwork.rules();
    GatewayRules moved =
        new GatewayRules(
            rules.link(),
            rules.addresses(),
            List.of(InetAddress.getByName("10.9.8.3")),
            rules.ports(),
            rules.dns(),
            rules.guarded());
    try (Gateway gateway = open(rules)) {

      gateway.replace(moved);

      assertEquals("192.0.2.9", fromOutside("192.0.2.1"));
      assertTrue(Listing.rules(network.host).contains("reg1=0a090803"));
      assertFalse(Listing.rules(network.host).contains("reg1=0a090802"));
    }
  }

  @Test
  void leavesNothingWhenItIsClosed() throws IOException {
    try (Gateway gateway = open(TestNetwork.rules())) {
      assertEquals("inet " + gateway.table() + " flags owner", Listing.tables(network.host));
    }

    assertEquals("", Listing.tables(network.host));
  }

  @Test
  void doesTheSameInEveryDialect() throws IOException {
    for (Dialect dialect : Dialect.BEST_FIRST) {
      Installation installation =
          TestNetwork.in(
              network.host, () -> Gateway.open("web", TestNetwork.rules(), List.of(dialect)));
      try (Gateway gateway = ((Installed) installation).gateway()) {
        assertEquals("192.0.2.1", toOutside("192.0.2.9", 5000), dialect::toString);
        assertEquals("2001:db8:0:0:0:0:0:1", toOutside("2001:db8::9", 5000), dialect::toString);
        assertEquals(dialect.complete(), gateway.publishes());
        if (gateway.publishes()) {
          assertEquals("192.0.2.9", fromOutside("192.0.2.1"), dialect::toString);
          assertEquals("2001:db8:0:0:0:0:0:9", fromOutside("2001:db8::1"), dialect::toString);
        }
      }
      assertEquals("", Listing.tables(network.host), dialect::toString);
    }
  }

  @Test
  void replacesWhatADeadProcessHasLeft() throws IOException {
    List<Dialect> old = List.of(new Dialect(true, false, true));
    Installation left =
        TestNetwork.in(network.host, () -> Gateway.open("web", TestNetwork.rules(), old));
    assertTrue(left instanceof Installed);
    assertEquals("inet jbuild-web", Listing.tables(network.host));

    try (Gateway gateway = open(TestNetwork.rules())) {
      assertEquals("inet " + gateway.table() + " flags owner", Listing.tables(network.host));
    }
  }

  @Test
  void collectsWhatADeadProcessHasLeft() throws IOException {
    List<Dialect> oldest = List.of(new Dialect(false, false, true));
    TestNetwork.in(network.host, () -> Gateway.open("web", TestNetwork.rules(), oldest));
    assertEquals("ip jbuild-web\nip6 jbuild-web", Listing.tables(network.host));

    TestNetwork.in(
        network.host,
        () -> {
          Gateway.collect("web");
          return null;
        });

    assertEquals("", Listing.tables(network.host));
  }

  @Test
  void doesNotTouchWhatALivingProcessOwns() throws IOException {
    try (Gateway gateway = open(TestNetwork.rules())) {
      Installation second =
          TestNetwork.in(network.host, () -> Gateway.open("web", TestNetwork.rules()));
      TestNetwork.in(
          network.host,
          () -> {
            Gateway.collect("web");
            return null;
          });

      assertEquals(new Refused("the kernel says: operation not permitted (EPERM)", false), second);
      assertEquals("inet " + gateway.table() + " flags owner", Listing.tables(network.host));
    }
  }

  @Test
  void hasTheKernelKeepEveryRuleAsItIsMeant() throws IOException {
    GatewayRules rules = TestNetwork.rules();
    GatewayRules all =
        new GatewayRules(
            rules.link(),
            rules.addresses(),
            rules.machine(),
            List.of(new Port(Protocol.TCP, 8080, 80)),
            OptionalInt.of(5300),
            List.of(
                new GuardedLink(TestNetwork.UPLINK, Family.IPV4),
                new GuardedLink("lan0", Family.IPV6)));

    try (Gateway gateway = open(all)) {
      assertEquals(
          """
          inet jbuild-web prerouting: nfproto == 02 iifname == ve-web ip+16:4 == 0a090801 \
          l4proto == 06 th+2:2 == 0035 reg1=0a090801 reg2=14b4 nat(1,2,1,2)
          inet jbuild-web prerouting: nfproto == 02 iifname == ve-web ip+16:4 == 0a090801 \
          l4proto == 11 th+2:2 == 0035 reg1=0a090801 reg2=14b4 nat(1,2,1,2)
          inet jbuild-web prerouting: nfproto == 0a iifname == ve-web \
          ip+24:16 == fd000009000000000000000000000001 l4proto == 06 th+2:2 == 0035 \
          reg1=fd000009000000000000000000000001 reg2=14b4 nat(1,10,1,2)
          inet jbuild-web prerouting: nfproto == 0a iifname == ve-web \
          ip+24:16 == fd000009000000000000000000000001 l4proto == 11 th+2:2 == 0035 \
          reg1=fd000009000000000000000000000001 reg2=14b4 nat(1,10,1,2)
          inet jbuild-web prerouting: nfproto == 02 fib(3,2) == 02000000 \
          l4proto == 06 th+2:2 == 1f90 reg1=0a090802 reg2=0050 nat(1,2,1,2)
          inet jbuild-web prerouting: nfproto == 0a fib(3,2) == 02000000 \
          l4proto == 06 th+2:2 == 1f90 reg1=fd000009000000000000000000000002 reg2=0050 nat(1,10,1,2)
          inet jbuild-web postrouting: nfproto == 02 ip+12:4 & fffffff0 == 0a090800 \
          oifname != ve-web masq
          inet jbuild-web postrouting: nfproto == 02 ip+12:4 & fffffff0 == 0a090800 \
          oifname == ve-web ct-status & 20000000 != 00000000 masq
          inet jbuild-web postrouting: nfproto == 0a \
          ip+8:16 & ffffffffffffffff0000000000000000 == fd000009000000000000000000000000 \
          oifname != ve-web masq
          inet jbuild-web postrouting: nfproto == 0a \
          ip+8:16 & ffffffffffffffff0000000000000000 == fd000009000000000000000000000000 \
          oifname == ve-web ct-status & 20000000 != 00000000 masq
          inet jbuild-web input: nfproto == 02 iifname == ve-web l4proto == 11 th+2:2 == 0043 drop
          inet jbuild-web forward: nfproto == 02 iifname == ve-web oifname != ve-web \
          ip+12:4 & fffffff0 != 0a090800 drop
          inet jbuild-web forward: nfproto == 0a iifname == ve-web oifname != ve-web \
          ip+8:16 & ffffffffffffffff0000000000000000 != fd000009000000000000000000000000 drop
          inet jbuild-web forward: oifname == ve-web ct-state & 06000000 != 00000000 accept
          inet jbuild-web forward: oifname == ve-web ct-status & 20000000 != 00000000 accept
          inet jbuild-web forward: oifname == ve-web iifname != ve-web reject(2,3)
          inet jbuild-web forward: nfproto == 02 iifname == up0 oifname != ve- != vz- drop
          inet jbuild-web forward: nfproto == 0a iifname == lan0 oifname != ve- != vz- drop""",
          Listing.rules(network.host));
    }
  }

  @Test
  void endsWithTheProcessHoweverThatEnds() throws Exception {
    Process process = GatewayProcess.start(network, List.of());
    try (BufferedReader output = process.inputReader()) {
      assertEquals("installed", output.readLine());
      assertEquals("inet jbuild-web flags owner", Listing.tables(network.host));

      process.destroyForcibly().waitFor();

      assertEquals("", Listing.tables(network.host));
    }
  }

  @Test
  void saysThatItMayNot() throws IOException {
    Process process =
        GatewayProcess.start(network, List.of("setpriv", "--bounding-set=-net_admin"));
    try (BufferedReader output = process.inputReader()) {
      assertEquals(
          "Refused[why=the kernel says: operation not permitted (EPERM), missing=false]",
          output.readLine());
    } finally {
      process.destroyForcibly();
    }
  }

  private Gateway open(GatewayRules rules) throws IOException {
    return ((Installed) TestNetwork.in(network.host, () -> Gateway.open("web", rules))).gateway();
  }

  private String toOutside(String address, int milliseconds) throws IOException {
    return Peers.tcp(network.machine, address, 80, network.outside, 80, milliseconds);
  }

  private String fromOutside(String address) throws IOException {
    return Peers.tcp(network.outside, address, 8080, network.machine, 80);
  }

  private String toLan(int milliseconds) throws IOException {
    return Peers.tcp(network.outside, "198.51.100.2", 80, network.lan, 80, milliseconds);
  }
}
