package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskSizeTest {
  @ParameterizedTest
  @CsvSource({
    "auto, 1100",
    "auto+20%, 1320",
    "auto+1K, 2124",
    "content, 1000",
    "content+50%, 1500",
    "content+1M, 1049576",
    "4G, 4294967296",
    "1T, 1099511627776",
  })
  void addsToWhatTheContentNeeds(String text, long expected) {
    DiskSize size = DiskSize.parse(text).orElseThrow();

    assertEquals(expected, size.of(1000, 100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4",
        "0G",
        "-1G",
        "4g",
        "4GB",
        "1025T",
        "auto-1G",
        "auto+",
        "auto+20",
        "content+99999%",
        "auto+1G+1G",
        "content +1G",
        "+1G",
        "99999999999999999999T"
      })
  void isNothingElse(String text) {
    assertEquals(Optional.empty(), DiskSize.parse(text));
  }

  @Test
  void hasAnEndFarBeyondAllDisks() {
    assertEquals(1L << 50, DiskSize.parse("1024T").orElseThrow().bytes());
  }
}
