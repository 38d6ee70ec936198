package jbuild.runner.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TintTest {
  private final Tint tint = new Tint("44");

  private String over(String text) {
    byte[] bytes = tint.over(text.getBytes(StandardCharsets.US_ASCII));
    return new String(bytes, StandardCharsets.US_ASCII).replace("\033", "^");
  }

  @Test
  void coloursEachLineAsItBegins() {
    assertEquals("one\n^[44m^[Ktwo\r", over("one\ntwo\r"));
    assertEquals("^[44m\n", over("\n"));
    assertEquals("^[44m^[K.", over("."));
  }

  @ParameterizedTest
  @CsvSource({
    "m, ;44m",
    "0m, 0;44m",
    "1;49m, 1;49;44m",
    "0;31m, 0;31;44m",
    "41m, 41m",
    "0;48;5;0m, 0;48;5;0m",
    "48;2;0;0;0;0m, 48;2;0;0;0;0;44m",
    "38;5;0m, 38;5;0m",
    "31m, 31m",
    "0K, 0K"
  })
  void comesBackWhereAProgramResetsTheColours(String sequence, String shown) {
    assertEquals("^[" + shown, over("\033[" + sequence));
  }

  @Test
  void knowsASequenceThatComesInParts() {
    assertEquals("^", over("\033"));
    assertEquals("[", over("["));
    assertEquals("0", over("0"));
    assertEquals(";44mx", over("mx"));
  }

  @Test
  void neverGrowsMoreThanItSays() {
    String endless = "\n".repeat(100) + "\033[m".repeat(100) + "\033[" + "0;".repeat(100) + "m";

    int grown = tint.over(endless.getBytes(StandardCharsets.US_ASCII)).length;

    assertTrue(grown <= endless.length() * tint.growth());
  }
}
