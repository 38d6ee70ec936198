package jbuild.runner.network.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class PrefixTest {
  private static final Prefix NETWORK = prefix("192.0.2.16", 28);

  @Test
  void beginsWithItsFirstAddressAndEndsWithItsLast() {
    assertEquals("192.0.2.16/28", prefix("192.0.2.21", 28).toString());
    assertEquals("192.0.2.31", NETWORK.last().getHostAddress());
    assertEquals("2001:db8:0:0:0:0:0:0/64", prefix("2001:db8::5", 64).toString());
    assertEquals("0.0.0.0/0", prefix("192.0.2.1", 0).toString());
  }

  @Test
  void containsAddressesOfItsFamilyOnly() {
    assertTrue(NETWORK.contains(ip("192.0.2.31")));
    assertFalse(NETWORK.contains(ip("192.0.2.32")));
    assertFalse(NETWORK.contains(ip("::1")));
    assertTrue(prefix("0.0.0.0", 0).contains(ip("192.0.2.1")));
  }

  @Test
  void overlapsWhatIsInsideAndWhatIsAround() {
    assertTrue(NETWORK.overlaps(prefix("192.0.2.0", 24)));
    assertTrue(prefix("192.0.2.0", 24).overlaps(NETWORK));
    assertFalse(NETWORK.overlaps(prefix("192.0.2.32", 28)));
    assertFalse(NETWORK.overlaps(prefix("::", 0)));
  }

  @Test
  void isNoLongerThanAnAddress() {
    assertThrows(IllegalArgumentException.class, () -> prefix("192.0.2.0", 33));
    assertEquals(128, Prefix.only(ip("::1")).length());
  }

  private static Prefix prefix(String address, int length) {
    return new Prefix(ip(address), length);
  }

  private static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
