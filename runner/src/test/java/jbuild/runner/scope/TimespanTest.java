package jbuild.runner.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples of systemd.time(7), and others in its words. */
class TimespanTest {
  @ParameterizedTest
  @CsvSource({
    "2 h, 7200000000",
    "2hours, 7200000000",
    "48hr, 172800000000",
    "1y 12month, 63115200000000",
    "55s500ms, 55500000",
    "300ms20s 5day, 432020300000",
    "50, 50000000",
    "1.5s, 1500000",
    "7us, 7",
    "0, 0",
    "infinity, -1",
  })
  void microseconds(String text, long micros) {
    assertEquals(Optional.of(micros), Timespan.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-5s", "5 parsecs", "5s,", "999999999999999y", "1..5s"})
  void othersAreNone(String text) {
    assertEquals(Optional.empty(), Timespan.parse(text));
  }
}
