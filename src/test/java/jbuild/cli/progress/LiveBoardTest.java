package jbuild.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import jbuild.builder.plan.Progress;
import org.junit.jupiter.api.Test;

class LiveBoardTest {
  private static final String ERASE_THREE = "\u001b[A\u001b[A\r\u001b[J";
  private static final String ERASE_TWO = "\u001b[A\r\u001b[J";

  private final StringWriter screen = new StringWriter();
  private int rows = 24;
  private final LiveBoard board =
      new LiveBoard(new PrintWriter(screen, true), () -> rows, () -> 60, 3, () -> 0, Colours.OFF);

  @Test
  void drawsALineForEachBuildUnderWay() {
    board.began("a").started(1, 9, "fetch");
    Progress b = board.began("b");
    b.started(2, 9, "install");
    b.detail("Unpacking gdb");

    board.draw();

    assertEquals(
        "| a [1/9] fetch  0.0 s\n"
            + "| b [2/9] install  0.0 s  Unpacking gdb\n"
            + "  0 of 3 images, 2 under way",
        screen.toString());
  }

  @Test
  void printsWhatStaysAboveTheOthers() {
    Progress a = board.began("a");
    a.started(1, 1, "fetch");
    board.began("b").started(1, 1, "fetch");
    board.draw();
    clear();

    a.finished(1, 1, "fetch", Duration.ofSeconds(2));
    board.ended("a", List.of("built a in 2.0 s"));
    board.draw();

    assertEquals(
        ERASE_THREE
            + "a [1/1] fetch  2.0 s\nbuilt a in 2.0 s\n"
            + "/ b [1/1] fetch  0.0 s\n  1 of 3 images, 1 under way",
        screen.toString());
  }

  @Test
  void isNeverHigherThanTheTerminal() {
    board.began("a").started(1, 1, "fetch");
    board.began("b").started(1, 1, "fetch");
    board.began("c").started(1, 1, "fetch");
    rows = 5;

    board.draw();

    assertEquals("| c [1/1] fetch  0.0 s\n  0 of 3 images, 3 under way", screen.toString());
  }

  @Test
  void leavesNothingOfWhatWasUnderWay() {
    board.began("a").started(1, 1, "fetch");
    board.draw();
    clear();

    board.close();
    board.draw();

    assertEquals(ERASE_TWO, screen.toString());
  }

  private void clear() {
    screen.getBuffer().setLength(0);
  }
}
