package jbuild.runner.network.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTest {
  @ParameterizedTest
  @CsvSource({
    "192.168.7.77, 28, 192.168.7.64/28",
    "192.168.7.77, 32, 192.168.7.77/32",
    "10.255.1.2, 13, 10.248.0.0/13",
    "203.0.113.9, 0, 0.0.0.0/0",
    "fd12:3456:789a:bcde:1:2:3:4, 64, fd12:3456:789a:bcde:0:0:0:0/64",
    "fd12:3456:789a:bcde:1:2:3:4, 57, fd12:3456:789a:bc80:0:0:0:0/57",
  })
  void hasTheAddressesWithTheSameStart(String any, int length, String text) throws Exception {
    Prefix prefix = Prefix.of(InetAddress.getByName(any), length);

    assertEquals(text, prefix.toString());
    assertTrue(prefix.contains(InetAddress.getByName(any)));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0, 8, 10.7.7.0, 24, true",
    "10.7.7.0, 24, 10.0.0.0, 8, true",
    "10.7.7.0, 28, 10.7.7.16, 28, false",
    "10.7.7.0, 27, 10.7.7.16, 28, true",
    "0.0.0.0, 0, fd00::, 8, false",
    "fd00::, 8, fdff::, 16, true",
    "fc00::, 8, fd00::, 8, false",
  })
  void overlapsWithItsPartsAndWithWhatItIsAPartOf(
      String first, int length, String second, int other, boolean overlap) throws Exception {
    Prefix one = new Prefix(InetAddress.getByName(first), length);
    Prefix two = new Prefix(InetAddress.getByName(second), other);

    assertEquals(overlap, one.overlaps(two));
    assertEquals(overlap, two.overlaps(one));
  }

  @Test
  void isNoAddressWithinANetwork() throws UnknownHostException {
    InetAddress within = InetAddress.getByName("192.168.7.77");

    assertThrows(IllegalArgumentException.class, () -> new Prefix(within, 24));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(within, 33));
    assertFalse(Prefix.of(within, 24).contains(InetAddress.getByName("192.168.8.77")));
  }
}
