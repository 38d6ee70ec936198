package jbuild.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void writesControlCharactersAsNumbers() {
    assertEquals("a\\x1b]0;x\\x07b\\x202e", Shown.text("a\u001b]0;x\u0007b\u202e"));
  }

  @Test
  void leavesOutColours() {
    assertEquals("done", Shown.text("\u001b[1;32mdone\u001b[0m"));
  }

  @Test
  void keepsWhatIsNotAscii() {
    assertEquals("Grüße 世界 😀", Shown.text("Grüße 世界 😀"));
  }

  @Test
  void showsTheLastStateOfALineThatIsDrawnOver() {
    assertEquals("100%", Shown.line("10%\r50%\r100%\r"));
  }

  @Test
  void cutsAtAColumnWithWideCharactersAsTwo() {
    assertEquals("ab世", Shown.cut("ab世界", 5));
    assertEquals("ab世界", Shown.cut("ab世界", 6));
    assertEquals("a", Shown.cut("a😀", 2));
  }

  @Test
  void writesTimesAsPeopleSayThem() {
    assertEquals("0.4 s", Shown.time(Duration.ofMillis(400)));
    assertEquals("59.9 s", Shown.time(Duration.ofMillis(59_900)));
    assertEquals("1 min 05 s", Shown.time(Duration.ofSeconds(65)));
  }

  @Test
  void writesSizesWithFittingUnits() {
    assertEquals("0 B", Shown.size(0));
    assertEquals("999 B", Shown.size(999));
    assertEquals("1.5 kB", Shown.size(1500));
    assertEquals("312.0 MB", Shown.size(312_000_000));
  }
}
