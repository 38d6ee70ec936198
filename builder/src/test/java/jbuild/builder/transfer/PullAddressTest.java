package jbuild.builder.transfer;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import jbuild.runner.image.store.ImageName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "disk.raw",
        "/disk.raw",
        "ftp://host/disk.raw",
        "http:///disk.raw",
        "http://host",
        "http://host/",
        "http://host/disk.raw#part",
        "file://host/disk.raw",
        "file:///",
        "http://host/a b",
      })
  void takesOnlyAddressesOfFiles(String text) {
    assertEquals(Optional.empty(), PullAddress.of(text));
  }

  @Test
  void isShownAndKeptWithoutItsPasswords() {
    String text = "http://ada:secret@host/disk.raw?token=secret";
    PullAddress address = PullAddress.of(text).orElseThrow();
    PullAddress other = PullAddress.of(text + "2").orElseThrow();

    ImageName kept = KeptName.of(Pull.Kind.RAW, address, Optional.empty());

    assertAll(
        () -> assertEquals("http://host/disk.raw", address.toString()),
        () -> assertTrue(kept.value().matches("\\.raw-[0-9a-f]{16}"), kept.value()),
        () -> assertNotEquals(kept, KeptName.of(Pull.Kind.RAW, other, Optional.empty())));
  }
}
