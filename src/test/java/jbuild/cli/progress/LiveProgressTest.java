package jbuild.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import jbuild.builder.plan.Progress.Transfer;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
  private static final String ERASE_ONE = "\r\u001b[J";
  private static final String ERASE_TWO = "\u001b[A\r\u001b[J";

  private final StringWriter screen = new StringWriter();
  private long now;
  private int columns = 60;
  private final LiveProgress progress =
      new LiveProgress(new PrintWriter(screen, true), () -> columns, () -> now, Colours.OFF);

  @Test
  void drawsTheRunningStepWithItsTime() {
    progress.started(2, 9, "install 12 packages");
    pass(Duration.ofMillis(1500));

    progress.draw();

    assertEquals("| [2/9] install 12 packages  1.5 s", screen.toString());
  }

  @Test
  void drawsOverWhatItDrewBefore() {
    progress.started(1, 1, "step");
    progress.detail("first");
    progress.draw();
    clear();

    progress.detail("second");
    progress.draw();

    assertEquals(ERASE_TWO + "/ [1/1] step  0.0 s\n  second", screen.toString());
  }

  @Test
  void leavesOneLineOfAFinishedStep() {
    progress.started(1, 2, "step");
    progress.draw();
    clear();

    progress.finished(1, 2, "step", Duration.ofSeconds(70));

    assertEquals(ERASE_ONE + "[1/2] step  1 min 10 s\n", screen.toString());
  }

  @Test
  void drawsNothingBetweenSteps() {
    progress.draw();

    assertEquals("", screen.toString());
  }

  @Test
  void showsHowFarADownloadIsAndHowFast() {
    progress.started(1, 1, "fetch");
    Transfer transfer = progress.transfer("Packages.xz", 8_000_000);
    transfer.arrived(2_000_000);
    pass(Duration.ofSeconds(2));
    columns = 100;

    progress.draw();

    assertEquals(
        "| [1/1] fetch  2.0 s\n"
            + "  [######------------------] 2.0 MB of 8.0 MB, 1.0 MB/s, Packages.xz",
        screen.toString());
  }

  @Test
  void showsSeveralDownloadsAsOne() {
    progress.started(1, 1, "fetch");
    columns = 100;
    try (Transfer first = progress.transfer("a", 1000);
        Transfer second = progress.transfer("b", 3000)) {
      first.arrived(1000);
      second.arrived(1000);
      pass(Duration.ofSeconds(1));

      progress.draw();
    }

    assertEquals(
        "| [1/1] fetch  1.0 s\n  [############------------] 2.0 kB of 4.0 kB, 2.0 kB/s, 2 files",
        screen.toString());
  }

  @Test
  void returnsToTheDetailWhenADownloadHasEnded() {
    progress.started(1, 1, "fetch");
    progress.detail("unpacking");
    progress.transfer("a", 1000).close();

    progress.draw();

    assertEquals("| [1/1] fetch  0.0 s\n  unpacking", screen.toString());
  }

  @Test
  void isNeverWiderThanTheTerminal() {
    columns = 12;
    progress.started(1, 1, "a step with a long name");
    progress.detail("a line that is longer still");

    progress.draw();

    assertEquals("| [1/1] a s\n  a line th", screen.toString());
  }

  @Test
  void letsNoToolHideTheCursor() {
    progress.started(1, 1, "step\u001b[?25l");
    progress.detail("\u001b[?25l");

    progress.draw();
    progress.finished(1, 1, "step\u001b[?25l", Duration.ZERO);
    progress.close();

    assertFalse(screen.toString().contains("\u001b[?25l"));
  }

  @Test
  void erasesTheRunningStepWhenItIsClosed() {
    progress.started(1, 1, "step");
    progress.draw();
    clear();

    progress.close();
    progress.draw();

    assertEquals(ERASE_ONE, screen.toString());
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void clear() {
    screen.getBuffer().setLength(0);
  }
}
