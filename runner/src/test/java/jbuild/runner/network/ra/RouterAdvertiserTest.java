package jbuild.runner.network.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.Prefix;
import jbuild.runner.network.packet.Captures;
import jbuild.runner.network.packet.IcmpMessage;
import jbuild.runner.network.packet.IpAddresses;
import jbuild.runner.network.packet.Protocol;
import org.junit.jupiter.api.Test;

class RouterAdvertiserTest {
  private static final MacAddress MAC = new MacAddress(0x025056000001L);
  private static final Inet6Address GATEWAY = address("fe800000000000000000000000000001");
  private static final Prefix PREFIX = new Prefix(address("fd770001000200030000000000000000"), 64);
  private static final Inet6Address RESOLVER = address("fd770001000200030000000000000001");
  private static final Inet6Address EVERYBODY = address("ff020000000000000000000000000001");

  private static final String TO_EVERYBODY = "333300000001" + "025056000001" + "86dd";
  private static final String TO_THE_KERNEL = "8a3f20117c05" + "025056000001" + "86dd";

  /** Type, hop limit, 1800 seconds; link, MTU, prefix, resolvers and domains. */
  private static final String OPTIONS =
      "400007080000000000000000"
          + "0101025056000001"
          + "0501000000000578"
          + "030440c000278d0000093a8000000000fd770001000200030000000000000000"
          + "1903000000000708"
          + "fd770001000200030000000000000001"
          + "1f03000000000708066a6275696c64047465737400000000";

  private static final Map<String, byte[]> CAPTURED =
      Captures.of(RouterAdvertiserTest.class, "solicitations.txt");

  private final RouterAdvertiser router = new RouterAdvertiser(advertisement());

  private static Advertisement advertisement() {
    return new Advertisement(MAC, GATEWAY, PREFIX, List.of(RESOLVER), List.of("jbuild.test"), 1400);
  }

  @Test
  void answersTheKernelWithEverythingAtItsOwnAddress() {
    byte[] answer = router.answer(CAPTURED.get("kernel-6.18")).orElseThrow();

    assertEquals(
        TO_THE_KERNEL
            + "60000000"
            + "00703aff"
            + "fe800000000000000000000000000001"
            + "fe80000000000000883f20fffe117c05"
            + "86004376"
            + OPTIONS,
        HexFormat.of().formatHex(answer));
  }

  @Test
  void answersTheSolicitationsOfEveryClient() {
    CAPTURED.forEach((name, frame) -> assertTrue(router.answer(frame).isPresent(), name));
  }

  @Test
  void answersWhoHasNoAddressYetWhereEverybodyHearsIt() {
    byte[] answer = router.answer(solicitation(new byte[16], "8500000000000000")).orElseThrow();

    IcmpMessage message = IcmpMessage.parse(answer).orElseThrow();
    assertEquals(EVERYBODY, message.receiver().address());
    assertEquals("33:33:00:00:00:01", message.receiver().mac().toString());
  }

  @Test
  void answersNothingThatRfc4861Forbids() {
    byte[] sender = address("fe80000000000000883f20fffe117c05").getAddress();
    assertTrue(router.answer(solicitation(sender, "8500000000000000")).isPresent());

    assertSilent(solicitation(sender, "8600000000000000"));
    assertSilent(solicitation(sender, "8501000000000000"));
    assertSilent(solicitation(sender, "85000000000000"));
    assertSilent(solicitation(sender, "85000000000000000100000000000000"));
    assertSilent(solicitation(sender, "85000000000000000102000000000000"));
    assertSilent(solicitation(new byte[16], "850000000000000001018a3f20117c05"));
    assertSilent(solicitation(EVERYBODY.getAddress(), "8500000000000000"));
    byte[] fromAfar = CAPTURED.get("kernel-6.18").clone();
    fromAfar[21] = 64;
    assertSilent(fromAfar);
    byte[] damaged = CAPTURED.get("kernel-6.18").clone();
    damaged[damaged.length - 1]++;
    assertSilent(damaged);
  }

  private void assertSilent(byte[] frame) {
    assertEquals(Optional.empty(), router.answer(frame));
  }

  private static byte[] solicitation(byte[] sender, String content) {
    return new IcmpMessage(
            new IcmpMessage.Party(new MacAddress(0x8a3f20117c05L), IpAddresses.v6(sender)),
            new IcmpMessage.Party(new MacAddress(0x333300000002L), EVERYBODY),
            ByteBuffer.wrap(HexFormat.of().parseHex(content)))
        .frame();
  }

  @Test
  void tellsEverybodySoonAtFirstAndThenEverySoManyMinutes() {
    Protocol.Announcement first = router.announce().orElseThrow();
    Duration second = router.announce().orElseThrow().pause();
    Duration third = router.announce().orElseThrow().pause();

    String frame = HexFormat.of().formatHex(first.frame());
    assertTrue(frame.startsWith(TO_EVERYBODY), frame);
    assertTrue(frame.endsWith(OPTIONS), frame);
    assertEquals(Duration.ofSeconds(4), first.pause());
    assertEquals(Duration.ofSeconds(4), second);
    assertTrue(third.toSeconds() >= 200 && third.toSeconds() < 600, third.toString());
  }

  @Test
  void takesBackAtTheEndWhatEndsWithIt() {
    String frame = HexFormat.of().formatHex(router.farewell().orElseThrow());

    assertTrue(frame.startsWith(TO_EVERYBODY), frame);
    assertTrue(
        frame.endsWith(
            "400000000000000000000000"
                + "0101025056000001"
                + "1903000000000000fd770001000200030000000000000001"
                + "1f03000000000000066a6275696c64047465737400000000"),
        frame);
  }

  @Test
  void saysNothingOfResolversAndDomainsWhereThereAreNone() {
    Advertisement bare = new Advertisement(MAC, GATEWAY, PREFIX, List.of(), List.of(), 1400);

    String frame = HexFormat.of().formatHex(new RouterAdvertiser(bare).farewell().orElseThrow());

    assertTrue(frame.endsWith("4000000000000000000000000101025056000001"), frame);
  }

  @Test
  void advertisesOnlyWhatCanBe() {
    refuses(() -> new Advertisement(MAC, RESOLVER, PREFIX, List.of(), List.of(), 1400));
    refuses(
        () -> new Advertisement(MAC, GATEWAY, Prefix.only(RESOLVER), List.of(), List.of(), 1400));
    refuses(() -> new Advertisement(MAC, GATEWAY, PREFIX, List.of(), List.of(), 1279));
    refuses(() -> new Advertisement(MAC, GATEWAY, PREFIX, List.of(), List.of("a b"), 1400));
  }

  private static void refuses(Runnable making) {
    assertThrows(IllegalArgumentException.class, making::run);
  }

  private static Inet6Address address(String hex) {
    return IpAddresses.v6(HexFormat.of().parseHex(hex));
  }
}
