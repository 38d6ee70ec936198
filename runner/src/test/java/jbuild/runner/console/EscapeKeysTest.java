package jbuild.runner.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import jbuild.runner.console.EscapeKeys.Wish;
import org.junit.jupiter.api.Test;

class EscapeKeysTest {
  // System.nanoTime may start anywhere, also just before it overflows.
  private static final long START = Long.MAX_VALUE - 5;

  private final EscapeKeys keys = new EscapeKeys();

  @Test
  void needsThreeWithinASecond() {
    assertEquals(Wish.NOTHING, typed("\035", 0));
    assertEquals(Wish.NOTHING, typed("\035", 900));
    assertEquals(Wish.KILL, typed("\035", 1000));
  }

  @Test
  void takesThreeThatComeTogether() {
    assertEquals(Wish.KILL, typed("ls\n\035\035\035", 0));
  }

  @Test
  void startsAnewAfterASecond() {
    assertEquals(Wish.NOTHING, typed("\035\035", 0));
    assertEquals(Wish.NOTHING, typed("\035", 1001));
    assertEquals(Wish.NOTHING, typed("\035", 1002));
    assertEquals(Wish.KILL, typed("\035", 1003));
  }

  @Test
  void startsAnewAfterAnyOtherKey() {
    assertEquals(Wish.NOTHING, typed("\035\035x\035", 0));
    assertEquals(Wish.NOTHING, typed("\035y", 1));
    assertEquals(Wish.NOTHING, typed("\035\035", 2));
  }

  @Test
  void knowsTheLettersBehindTwo() {
    assertEquals(Wish.REBOOT, typed("\035\035r", 0));
    assertEquals(Wish.NOTHING, typed("\035\035", 10));
    assertEquals(Wish.POWER_OFF, typed("p", 20));
    assertEquals(Wish.NOTHING, typed("\035p\035\035xp", 30));
    assertEquals(Wish.NOTHING, typed("\035\035", 40));
    assertEquals(Wish.NOTHING, typed("r", 1041));
  }

  private Wish typed(String text, long milliseconds) {
    return keys.typed(
        text.getBytes(StandardCharsets.US_ASCII),
        START + TimeUnit.MILLISECONDS.toNanos(milliseconds));
  }
}
