package jbuild.cli.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1023, 1023B",
    "1024, 1.0K",
    "2047, 1.9K",
    "1048576, 1.0M",
    "1610612736, 1.5G"
  })
  void sizesHaveOneDigitBehindThePoint(long bytes, String text) {
    assertEquals(text, Figures.bytes(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, now",
    "59, 59s ago",
    "61, 1min 1s ago",
    "3600, 1h ago",
    "7260, 2h 1min ago",
    "90000, 1 day 1h ago",
    "700000, 1 week 1 day ago",
    "40000000, 1 year 3 months ago",
    "-120, 2min left"
  })
  void agesHaveTheirTwoLargestUnits(long seconds, String text) {
    assertEquals(text, Figures.age(NOW.minusSeconds(seconds), NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10",
    "1K, 1024",
    "1.5M, 1572864",
    "2G, 2147483648",
    "1T, 1099511627776",
    "7B, 7"
  })
  void countsOfBytesAreReadAsPeopleWriteThem(String text, long bytes) {
    assertEquals(OptionalLong.of(bytes), ByteCount.read(text));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"``", "x", "-1", "1KB", "1..2", "99999999999T", "0x10"})
  void whatIsNoCountIsNone(String text) {
    assertEquals(OptionalLong.empty(), ByteCount.read(text));
  }
}
