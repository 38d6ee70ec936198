package jbuild.builder.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
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
}
