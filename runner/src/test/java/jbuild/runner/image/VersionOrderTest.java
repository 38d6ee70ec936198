package jbuild.runner.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
  @ParameterizedTest
  @CsvSource({
    "11, 11, 0",
    "systemd-123, systemd-123, 0",
    "bar-123, foo-123, -1",
    "123a, 123, 1",
    "123.a, 123, 1",
    "123.a, 123.b, -1",
    "123a, 123.a, 1",
    "11α, 11β, 0",
    "B, a, -1",
    "'', 0, -1",
    "0., 0, 1",
    "0.0, 0, 1",
    "0, ~, 1",
    "'', ~, 1",
    "1_, 1, 0",
    "_1, 1, 0",
    "1_, 1.2, -1",
    "1_2_3, 1.3.3, 1",
    "1+, 1, 0",
    "+1, 1, 0",
    "1.2.3~rc1, 1.2.3, -1",
    "1.2.3-4, 1.2.3, 1",
    "1.2.3^4, 1.2.3, 1",
    "1.2.3-4, 1.2.3^4, -1",
    "1.2.3^4, 1.2.3.4, -1",
    "007, 7, 0",
    "99999999999999999999999, 100000000000000000000000, -1"
  })
  void ordersVersions(String left, String right, int expected) {
    assertEquals(expected, Integer.signum(VersionOrder.compare(left, right)));
    assertEquals(-expected, Integer.signum(VersionOrder.compare(right, left)));
  }
}
