package jbuild.runner.network.dhcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.Inet4Address;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.Prefix;
import jbuild.runner.network.packet.Captures;
import jbuild.runner.network.packet.IpAddresses;
import org.junit.jupiter.api.Test;

/** What real clients have said, and what they are answered. */
class DhcpServerTest {
  private static final MacAddress GATEWAY = new MacAddress(0x025056000001L);
  private static final String CLIENT = "to 8a:3f:20:11:7c:05 at 10.77.0.2:68 of 10.77.0.2";
  private static final String ALL = "to ff:ff:ff:ff:ff:ff at 255.255.255.255:68 of ";

  /** An hour, half of it, and seven eighths; the mask. */
  private static final String TIMES = " 51=00000e10 58=00000708 59=00000c4e";

  private static final String MASK = " 1=fffffff0";
  private static final String ROUTE = " 121=000a4d0001";
  private static final String ROUTER = " 3=0a4d0001";
  private static final String RESOLVERS = " 6=0a4d0001";
  private static final String MTU = " 26=0578";
  private static final String BROADCAST = " 28=0a4d000f";
  private static final String HOST_NAME = " 12=776562";
  private static final String DOMAIN = " 15=6a6275696c642e74657374";
  private static final String SEARCH = " 119=066a6275696c64047465737400";

  private final DhcpServer server =
      new DhcpServer(lease("10.77.0.2", List.of("jbuild.test")), GATEWAY);

  private static Lease lease(String address, List<String> domains) {
    Inet4Address gateway = v4("10.77.0.1");
    Prefix network = new Prefix(gateway, 28);
    return new Lease(
        v4(address), network, gateway, List.of(gateway), domains, Optional.of("web"), 1400, 3600);
  }

  @Test
  void servesSystemdNetworkd() {
    Map<String, byte[]> says = captured("networkd-252.txt");
    String told = TIMES + MASK + ROUTE + ROUTER + RESOLVERS + HOST_NAME + DOMAIN;

    assertEquals("OFFER " + CLIENT + told, answer(says.get("discover")));
    assertEquals("ACK " + CLIENT + told, answer(says.get("request")));
  }

  @Test
  void givesTheLeaseAtOnceWhereTheClientOffersToTakeIt() {
    assertEquals(
        "ACK " + CLIENT + TIMES + " 80=" + MASK + ROUTE + ROUTER + RESOLVERS + HOST_NAME + DOMAIN,
        answer(captured("networkd-257.txt").get("discover")));
    assertEquals(
        "ACK "
            + (CLIENT + TIMES + " 80=" + MASK + ROUTE + ROUTER + RESOLVERS + MTU + BROADCAST)
            + (HOST_NAME + DOMAIN + SEARCH),
        answer(captured("dhcpcd-9.4.1.txt").get("discover")));
  }

  @Test
  void servesDhclient() {
    Map<String, byte[]> says = captured("dhclient-4.4.3.txt");
    String told =
        TIMES + MASK + ROUTE + ROUTER + RESOLVERS + MTU + BROADCAST + HOST_NAME + DOMAIN + SEARCH;

    assertEquals("OFFER " + CLIENT + told, answer(says.get("discover")));
    assertEquals("ACK " + CLIENT + told, answer(says.get("request")));
  }

  @Test
  void servesNetworkManager() {
    Map<String, byte[]> says = captured("networkmanager-1.42.4.txt");
    String told =
        TIMES + MASK + ROUTE + ROUTER + RESOLVERS + MTU + BROADCAST + HOST_NAME + DOMAIN + SEARCH;

    assertEquals("OFFER " + CLIENT + told, answer(says.get("discover")));
    assertEquals("ACK " + CLIENT + told, answer(says.get("request")));
  }

  @Test
  void servesUdhcpcWhereItHearsItAndTellsNothingThatItDoesNotAsk() {
    Map<String, byte[]> says = captured("udhcpc-1.35.0.txt");
    String told = TIMES + MASK + ROUTER + RESOLVERS + BROADCAST + HOST_NAME + DOMAIN;

    assertEquals("OFFER " + CLIENT + told, answer(says.get("discover")));
    assertEquals("ACK " + CLIENT + told, answer(says.get("request")));
    assertEquals("OFFER " + ALL + "10.77.0.2" + told, answer(says.get("discover-to-all")));
    assertEquals("ACK " + ALL + "10.77.0.2" + told, answer(says.get("request-to-all")));
  }

  @Test
  void refusesTheAddressOfAnotherNetwork() {
    assertEquals(
        "NAK " + ALL + "0.0.0.0 56=616e6f74686572206164647265737320697320796f757273",
        answer(captured("dhclient-4.4.3.txt").get("reboot")));
  }

  @Test
  void refusesToRenewAnAddressThatTheMachineHasNoMore() {
    DhcpServer other = new DhcpServer(lease("10.77.0.3", List.of()), GATEWAY);
    byte[] request = captured("networkd-252.txt").get("request");

    assertEquals(
        "NAK " + ALL + "0.0.0.0 56=616e6f74686572206164647265737320697320796f757273",
        Shown.of(other.answer(request).orElseThrow()));
  }

  @Test
  void tellsWhoHasAnAddressAllButTheTimesOfIt() {
    assertEquals(
        "ACK to 8a:3f:20:11:7c:05 at 10.77.0.2:68 of 0.0.0.0"
            + (MASK + ROUTE + ROUTER + RESOLVERS + MTU + BROADCAST + HOST_NAME + DOMAIN + SEARCH),
        answer(captured("dhcpcd-9.4.1.txt").get("inform")));
  }

  @Test
  void saysNothingToAReleaseOrADecline() {
    assertEquals(Optional.empty(), server.answer(captured("dhclient-4.4.3.txt").get("release")));
  }

  @Test
  void saysToTheByteWhatSystemdNetworkdWaitsFor() {
    byte[] answer = server.answer(captured("networkd-252.txt").get("discover")).orElseThrow();

    assertEquals(
        "8a3f20117c05025056000001" // to the client, from the gateway
            + ("0800450001680000" + "4000401124e9" + "0a4d00010a4d0002")
            + ("004300440154" + "cfde" + "02010600ca2c3ba90000000000000000")
            + ("0a4d0002" + "0000000000000000" + "8a3f20117c05")
            + "00".repeat(202)
            + ("63825363" + "350102" + "36040a4d0001")
            + ("3d13" + "ff8e60573e00020000ab117f6e4156e8084947")
            + ("330400000e10" + "3a0400000708" + "3b0400000c4e" + "0104fffffff0")
            + ("7905000a4d0001" + "03040a4d0001" + "06040a4d0001")
            + ("0c03776562" + "0f0b6a6275696c642e74657374" + "ff"),
        HexFormat.of().formatHex(answer));
  }

  @Test
  void leavesOutWhatHasNoRoomInTheSmallestMessage() {
    List<String> domains = Collections.nCopies(3, ("a".repeat(59) + ".").repeat(3) + "test");
    DhcpServer talkative = new DhcpServer(lease("10.77.0.2", domains), GATEWAY);
    byte[] discover = captured("dhclient-4.4.3.txt").get("discover");

    byte[] answer = talkative.answer(discover).orElseThrow();

    assertEquals(0, Shown.option(answer, 119).length);
    assertEquals(184, Shown.option(answer, 15).length);
    assertArrayEquals(new byte[] {10, 77, 0, 1}, Shown.option(answer, 3));
  }

  @Test
  void givesOnlyLeasesThatMakeSense() {
    assertThrows(IllegalArgumentException.class, () -> lease("10.77.0.1", List.of()));
    assertThrows(IllegalArgumentException.class, () -> lease("10.77.0.17", List.of()));
    assertThrows(IllegalArgumentException.class, () -> lease("10.77.0.2", List.of("a b")));
  }

  private String answer(byte[] frame) {
    return Shown.of(server.answer(frame).orElseThrow());
  }

  private static Map<String, byte[]> captured(String resource) {
    return Captures.of(DhcpServerTest.class, resource);
  }

  private static Inet4Address v4(String text) {
    int bits = 0;
    for (String part : text.split("\\.")) {
      bits = bits << Byte.SIZE | Integer.parseInt(part);
    }
    return IpAddresses.v4(bits);
  }
}
