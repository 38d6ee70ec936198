package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailurePrinterTest {
  @TempDir Path directory;
  private final StringWriter err = new StringWriter();

  @Test
  void showsDetailsBeforeTheThreeLines() {
    List<String> details = List.of("E: no such package");
    Failure failure =
        new Failure(ExitStatus.NETWORK, "cannot install", "apt said so", "wait", details, null);

    int status = print(failure);

    assertEquals(4, status);
    assertEquals(
        """
        E: no such package
        error: cannot install
          why: apt said so
          fix: wait
        """,
        err.toString());
  }

  @Test
  void letsNoControlSequenceReachTheTerminal() {
    List<String> details = List.of("\u001b]0;title\u0007done");
    Failure failure = new Failure(ExitStatus.FAILED, "a\u001b[2J", "b\r", "c\u0000", details, null);

    print(failure);

    assertEquals(
        """
        \\x1b]0;title\\x07done
        error: a\\x1b[2J
          why: b\\x0d
          fix: c\\x00
        """,
        err.toString());
  }

  @Test
  void keepsTheStackTraceOfABugInAFile() throws IOException {
    int status = print(new IllegalStateException("no root yet"));

    Path report;
    try (Stream<Path> files = Files.list(directory)) {
      report = files.findFirst().orElseThrow();
    }
    assertEquals(5, status);
    assertEquals(
        """
        error: jbuild has a bug
          why: java.lang.IllegalStateException: no root yet
          fix: send us %s
        """
            .formatted(report),
        err.toString());
    assertTrue(Files.readString(report).contains("at jbuild.cli.FailurePrinterTest."));
  }

  @Test
  void saysHowToSeeTheStackTraceWhereNoFileCanBeWritten() {
    FailurePrinter printer = new FailurePrinter(directory.resolve("missing"));

    int status = printer.print(new IllegalStateException("no root"), new PrintWriter(err, true));

    assertEquals(5, status);
    assertEquals(
        """
        error: jbuild has a bug
          why: java.lang.IllegalStateException: no root
          fix: send us what it prints with --debug
        """,
        err.toString());
  }

  @Test
  void blamesThePlaceOfNativeCodeThatCannotBeLoaded() {
    int status = print(new UnsatisfiedLinkError("/tmp/jna1.tmp: failed to map segment"));

    assertEquals(3, status);
    assertEquals(
        """
        error: cannot load native code
          why: java.lang.UnsatisfiedLinkError: /tmp/jna1.tmp: failed to map segment
          fix: name a directory that may hold programs with JBUILD_CACHE or TMPDIR
        """,
        err.toString());
  }

  private int print(Throwable thrown) {
    return new FailurePrinter(directory).print(thrown, new PrintWriter(err, true));
  }
}
