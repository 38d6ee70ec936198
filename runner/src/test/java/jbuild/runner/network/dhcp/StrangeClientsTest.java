package jbuild.runner.network.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.Prefix;
import jbuild.runner.network.packet.Captures;
import jbuild.runner.network.packet.IpAddresses;
import jbuild.runner.network.packet.LinkServer;
import jbuild.runner.network.packet.Mutations;
import jbuild.runner.network.packet.UdpDatagram;
import jbuild.runner.network.packet.Wire;
import jbuild.runner.network.ra.Advertisement;
import jbuild.runner.network.ra.RouterAdvertiser;
import org.junit.jupiter.api.Test;

/** Messages that few clients send, or none that means well. */
class StrangeClientsTest {
  private static final Inet4Address ADDRESS = IpAddresses.v4(0x0a4d0002);
  private static final Inet4Address ROUTER = IpAddresses.v4(0x0a4d0001);
  private static final MacAddress GATEWAY = new MacAddress(0x025056000001L);
  private static final MacAddress CARD = new MacAddress(0x8a3f20117c05L);
  private static final String DISCOVER = "350101";
  private static final String REQUEST = "350103";
  private static final String OURS = "36040a4d0001";
  private static final int FILE_AT = 108;
  private static final int SERVER_NAME_AT = 44;

  private final DhcpServer server =
      new DhcpServer(
          new Lease(
              ADDRESS,
              new Prefix(ROUTER, 28),
              ROUTER,
              List.of(),
              List.of(),
              Optional.empty(),
              1400,
              3600),
          GATEWAY);

  @Test
  void tellsWhoAsksForNothingWhatThereIsButNoRoutes() {
    assertEquals(
        "OFFER to 8a:3f:20:11:7c:05 at 10.77.0.2:68 of 10.77.0.2 51=00000e10 58=00000708"
            + " 59=00000c4e 1=fffffff0 3=0a4d0001 26=0578 28=0a4d000f",
        answer(message(DISCOVER + "ff")));
  }

  @Test
  void renewsAtTheAddressThatTheClientHas() {
    ByteBuffer renewal = message(REQUEST + "3701ff" + "ff").putInt(12, 0x0a4d0002);

    assertEquals(
        "ACK to 8a:3f:20:11:7c:05 at 10.77.0.2:68 of 10.77.0.2 51=00000e10 58=00000708"
            + " 59=00000c4e 1=fffffff0",
        answer(renewal));
  }

  @Test
  void readsOptionsWhereverTheyAreAndHoweverTheyAreCut() {
    ByteBuffer scattered = message("340103" + "3502" + "01" + "ff");
    assertSilent(scattered);

    ByteBuffer inFile = message("340101" + "ff").put(FILE_AT, hex(DISCOVER + "ff"));
    ByteBuffer inName = message("340102" + "ff").put(SERVER_NAME_AT, hex(DISCOVER + "ff"));
    ByteBuffer inTwo = message(REQUEST + "3202" + "0a4d" + "0000" + "3202" + "0002" + "ff");
    ByteBuffer withoutEnd = message(DISCOVER);

    assertTrue(answer(inFile).startsWith("OFFER "));
    assertTrue(answer(inName).startsWith("OFFER "));
    assertTrue(answer(inTwo).startsWith("ACK "));
    assertTrue(answer(withoutEnd).startsWith("OFFER "));
  }

  @Test
  void repeatsTheNameThatTheClientHasForItself() {
    byte[] answer = server.answer(frame(message(DISCOVER + "3d03000102" + "ff"))).orElseThrow();

    assertEquals("000102", HexFormat.of().formatHex(Shown.option(answer, 61)));
  }

  @Test
  void staysOutOfWhatIsMeantForOthers() {
    assertTrue(answer(message(REQUEST + "32040a4d0002" + OURS + "ff")).startsWith("ACK "));

    assertSilent(message(REQUEST + "32040a4d0002" + "36040a4d0003" + "ff"));
    assertSilent(message(DISCOVER + "ff").putInt(24, 0x0a4d0001)); // a relay's
    assertSilent(message(DISCOVER + "ff").put(0, (byte) 2)); // a server's
    assertSilent(message(DISCOVER + "ff").put(1, (byte) 6)); // of no Ethernet
    assertSilent(message(DISCOVER + "ff").put(2, (byte) 16));
    assertSilent(message(DISCOVER + "ff").putInt(236, 0)); // of BOOTP
    assertSilent(message("ff"));
    assertSilent(message(DISCOVER + "ff").put(28, (byte) 0x8b)); // of a group of cards
    assertSilent(message(REQUEST + "ff")); // for nothing
    assertSilent(message("350102" + "ff"));
    assertSilent(message("350109" + "ff"));
    assertSilent(message("350104" + "32040a4d0002" + OURS + "ff")); // declined
  }

  @Test
  void listensToItsPortAndItsAddressesOnly() {
    assertNotEquals(Optional.empty(), server.answer(frame(message(DISCOVER), ROUTER, 67)));
    Inet4Address all = IpAddresses.v4(0x0a4d000f);
    assertNotEquals(Optional.empty(), server.answer(frame(message(DISCOVER), all, 67)));

    assertEquals(Optional.empty(), server.answer(frame(message(DISCOVER), ROUTER, 68)));
    Inet4Address neighbour = IpAddresses.v4(0x0a4d0003);
    assertEquals(Optional.empty(), server.answer(frame(message(DISCOVER), neighbour, 67)));
  }

  @Test
  @SuppressWarnings("try") // The server serves: nothing else is done with it.
  void keepsServingAfterTenThousandDamagedFrames() throws InterruptedException {
    Wire wire = new Wire();
    RouterAdvertiser router = new RouterAdvertiser(advertisement());
    Mutations mutations = new Mutations(captured());
    byte[] discover = frame(message(DISCOVER + "ff"));
    int answered = 0;
    try (LinkServer both = LinkServer.start("test", wire, List.of(server, router))) {
      for (int i = 0; i < 10_000; i++) {
        byte[] frame = mutations.next();
        // Straight away, because the thread would hide what is thrown.
        answered += server.answer(frame.clone()).isPresent() ? 1 : 0;
        answered += router.answer(frame.clone()).isPresent() ? 1 : 0;
        wire.put(frame);
      }
      wire.put(discover);
      byte[] last = wire.take();
      while (!Shown.isAnswerTo(0x11223344, last)) {
        last = wire.take();
      }

      assertTrue(answered > 1000 && answered < 9000, "mutated too little or too much: " + answered);
    }
  }

  private static List<byte[]> captured() {
    List<byte[]> frames = new ArrayList<>();
    for (String name :
        List.of(
            "networkd-252",
            "networkd-257",
            "dhclient-4.4.3",
            "udhcpc-1.35.0",
            "dhcpcd-9.4.1",
            "networkmanager-1.42.4",
            "../ra/solicitations")) {
      frames.addAll(Captures.of(StrangeClientsTest.class, name + ".txt").values());
    }
    return frames;
  }

  private static Advertisement advertisement() {
    Prefix prefix = new Prefix(IpAddresses.v6(hex("fd770001000200030000000000000000")), 64);
    Inet6Address gateway = IpAddresses.v6(hex("fe800000000000000000000000000001"));
    return new Advertisement(GATEWAY, gateway, prefix, List.of(), List.of(), 1400);
  }

  private void assertSilent(ByteBuffer message) {
    assertEquals(Optional.empty(), server.answer(frame(message)));
  }

  private String answer(ByteBuffer message) {
    return Shown.of(server.answer(frame(message)).orElseThrow());
  }

  /** What a client says with these options. */
  private static ByteBuffer message(String options) {
    return ByteBuffer.allocate(300)
        .put(hex("01010600" + "11223344"))
        .put(28, CARD.bytes())
        .put(236, hex("63825363" + options));
  }

  private static byte[] frame(ByteBuffer message) {
    return frame(message, IpAddresses.v4(-1), 67);
  }

  private static byte[] frame(ByteBuffer message, Inet4Address to, int port) {
    return new UdpDatagram(
            new UdpDatagram.Party(CARD, IpAddresses.v4(0), 68),
            new UdpDatagram.Party(MacAddress.BROADCAST, to, port),
            message.rewind())
        .frame();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
