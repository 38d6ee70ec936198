package jbuild.runner.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EscapeKeysTest {
  // System.nanoTime may start anywhere, also just before it overflows.
  private static final long START = Long.MAX_VALUE - 5;

  private final EscapeKeys keys = new EscapeKeys();

  @Test
  void needsThreeWithinASecond() {
    assertFalse(typed("\035", 0));
    assertFalse(typed("\035", 900));
    assertTrue(typed("\035", 1000));
  }

  @Test
  void takesThreeThatComeTogether() {
    assertTrue(typed("ls\n\035\035\035", 0));
  }

  @Test
  void startsAnewAfterASecond() {
    assertFalse(typed("\035\035", 0));
    assertFalse(typed("\035", 1001));
    assertFalse(typed("\035", 1002));
    assertTrue(typed("\035", 1003));
  }

  @Test
  void startsAnewAfterAnyOtherKey() {
    assertFalse(typed("\035\035x\035", 0));
    assertFalse(typed("\035y", 1));
    assertFalse(typed("\035\035", 2));
  }

  private boolean typed(String text, long milliseconds) {
    return keys.typed(
        text.getBytes(StandardCharsets.US_ASCII),
        START + TimeUnit.MILLISECONDS.toNanos(milliseconds));
  }
}
