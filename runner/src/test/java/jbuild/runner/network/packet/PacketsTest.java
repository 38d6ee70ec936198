package jbuild.runner.network.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import jbuild.runner.network.link.MacAddress;
import org.junit.jupiter.api.Test;

class PacketsTest {
  /** "hello" from port 68 to port 67, with a checksum of IP and of UDP. */
  private static final String DATAGRAM =
      "0250560000018a3f20117c050800"
          + "450000210000400040112630" // length 33, not to be cut
          + "0a4d00020a4d0001"
          + "00440043000da6de68656c6c6f";

  @Test
  void readsADatagram() {
    UdpDatagram datagram = UdpDatagram.parse(hex(DATAGRAM)).orElseThrow();

    assertEquals("8a:3f:20:11:7c:05", datagram.sender().mac().toString());
    assertEquals("/10.77.0.2", datagram.sender().address().toString());
    assertEquals(68, datagram.sender().port());
    assertEquals("02:50:56:00:00:01", datagram.receiver().mac().toString());
    assertEquals("/10.77.0.1", datagram.receiver().address().toString());
    assertEquals(67, datagram.receiver().port());
    assertEquals(ByteBuffer.wrap(new byte[] {'h', 'e', 'l', 'l', 'o'}), datagram.content());
  }

  @Test
  void writesTheDatagramThatItReads() {
    assertArrayEquals(hex(DATAGRAM), UdpDatagram.parse(hex(DATAGRAM)).orElseThrow().frame());
  }

  @Test
  void leavesOutWhatFollowsADatagramInItsFrame() {
    UdpDatagram datagram = UdpDatagram.parse(hex(DATAGRAM + "0000000000000000")).orElseThrow();

    assertEquals(5, datagram.content().capacity());
  }

  @Test
  void takesNoFragmentsNoDamagedHeadersAndNothingThatIsCut() {
    assertTrue(UdpDatagram.parse(hex(DATAGRAM)).isPresent());

    refuses(DATAGRAM.replace("00004000", "00006000").replace("2630", "0630"));
    refuses(DATAGRAM.replace("00004000", "00000001").replace("2630", "662f"));
    refuses(DATAGRAM.replace("0a4d0002", "0a4d0003"));
    refuses(DATAGRAM.substring(0, DATAGRAM.length() - 2));
    refuses(DATAGRAM.replace("000da6de", "000e5d5c"));
    refuses(DATAGRAM.replace("000da6de", "00075d5c"));
  }

  private static void refuses(String hex) {
    assertEquals(Optional.empty(), UdpDatagram.parse(hex(hex)));
  }

  @Test
  void knowsWhichAddressesBelongToOneLink() {
    assertTrue(Ethernet.isOfOne(new MacAddress(0x8a3f20117c05L)));
    assertFalse(Ethernet.isOfOne(MacAddress.NONE));
    assertFalse(Ethernet.isOfOne(MacAddress.BROADCAST));
  }

  @Test
  void writesNamesOfDomains() {
    assertArrayEquals(
        hex("0361626302636400" + "016500"), DomainNames.encode(List.of("abc.cd", "e")));
    assertThrows(IllegalArgumentException.class, () -> DomainNames.check("a..b"));
    assertThrows(IllegalArgumentException.class, () -> DomainNames.check("a b"));
    assertThrows(IllegalArgumentException.class, () -> DomainNames.check("a".repeat(64)));
    assertThrows(IllegalArgumentException.class, () -> DomainNames.check("a.".repeat(127) + "a"));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
