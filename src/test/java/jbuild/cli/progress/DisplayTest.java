package jbuild.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.plan.Progress;
import jbuild.runner.linux.WindowSize;
import org.junit.jupiter.api.Test;

class DisplayTest {
  private static final Optional<WindowSize> TERMINAL = Optional.of(new WindowSize(24, 80));

  private final StringWriter err = new StringWriter();

  @Test
  void writesPlainLinesWhereThereIsNoTerminal() {
    show(Optional.empty(), Map.of("TERM", "xterm"));

    assertEquals("[1/2] \\x1b[2J\n[1/2] \\x1b[2J: 3.0 s\n", err.toString());
  }

  @Test
  void writesPlainLinesOnATerminalThatCannotMore() {
    show(TERMINAL, Map.of("TERM", "dumb"));

    assertEquals("[1/2] \\x1b[2J\n[1/2] \\x1b[2J: 3.0 s\n", err.toString());
  }

  @Test
  void writesInColourOnATerminal() {
    show(TERMINAL, Map.of("TERM", "xterm"));

    assertTrue(
        err.toString().endsWith("\u001b[32m[1/2] \\x1b[2J\u001b[0m  3.0 s\n"), err.toString());
  }

  @Test
  void writesWithoutColourOnRequest() {
    show(TERMINAL, Map.of("TERM", "xterm", "NO_COLOR", "1"));

    assertTrue(err.toString().endsWith("[1/2] \\x1b[2J  3.0 s\n"), err.toString());
    assertTrue(!err.toString().contains("\u001b[32m"), err.toString());
  }

  @Test
  void namesEachOfSeveralBuildsInPlainLines() {
    Display display = new Display(new PrintWriter(err, true), Optional::empty, Map.of());
    try (Board board = display.open(2)) {
      Progress web = board.began("web-trixie");
      Progress old = board.began("web-bookworm");
      web.started(1, 2, "fetch");
      old.started(1, 2, "fetch");
      web.finished(1, 2, "fetch", Duration.ofSeconds(3));
      board.ended("web-bookworm", List.of("failed to build web-bookworm: no space"));
    }

    assertEquals(
        """
        web-trixie [1/2] fetch
        web-bookworm [1/2] fetch
        web-trixie [1/2] fetch: 3.0 s
        failed to build web-bookworm: no space
        """,
        err.toString());
  }

  private void show(Optional<WindowSize> window, Map<String, String> environment) {
    Display display = new Display(new PrintWriter(err, true), () -> window, environment);
    try (ClosingProgress progress = display.open()) {
      progress.started(1, 2, "\u001b[2J");
      progress.detail("working");
      progress.transfer("a", 10).close();
      progress.finished(1, 2, "\u001b[2J", Duration.ofSeconds(3));
    }
  }
}
