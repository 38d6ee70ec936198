package jbuild.runner.network.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
  private static final byte[] BYTES = {0x12, 0x34, 0x56, 0x78, (byte) 0x90, (byte) 0xab};

  @ParameterizedTest
  @ValueSource(strings = {"12:34:56:78:90:ab", "12-34-56-78-90-AB", "1234.5678.90ab"})
  void isReadAsPeopleWriteIt(String text) {
    assertEquals(Optional.of(MacAddress.of(BYTES)), MacAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12:34:56:78:90",
        "12:34:56:78:90:ab:cd",
        "12:34:56:78:90:",
        "12:34:56:78:90:xy",
        "12:34:56:78:90:+1",
        "123:4:56:78:90:ab",
        "12-34:56:78:90:ab",
        "1234.5678",
        "1234567890ab"
      })
  void isNothingElse(String text) {
    assertEquals(Optional.empty(), MacAddress.parse(text));
  }

  @Test
  void keepsItsBytesInOrder() {
    MacAddress address = MacAddress.of(BYTES);

    assertEquals("12:34:56:78:90:ab", address.toString());
    assertArrayEquals(BYTES, address.bytes());
  }

  @Test
  void tellsGroupsFromSingleLinks() {
    assertTrue(MacAddress.BROADCAST.isGroup());
    assertTrue(MacAddress.parse("33:33:00:00:00:01").orElseThrow().isGroup());
    assertFalse(MacAddress.of(BYTES).isGroup());
  }

  @Test
  void hasSixBytes() {
    assertThrows(IllegalArgumentException.class, () -> MacAddress.of(new byte[7]));
    assertThrows(IllegalArgumentException.class, () -> new MacAddress(1L << 48));
  }
}
