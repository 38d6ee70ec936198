package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.image.Image;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PlainStartTest {
  @Test
  void readsPlainWordsAsPicocliDoes() {
    assertAll(
        () -> readsAsPicocli(),
        () -> readsAsPicocli("web"),
        () -> readsAsPicocli("-q", "-D", "/images/web", "--bind=/a=b", "--bind", "/b", "-E", "A=1"),
        () -> readsAsPicocli("--output-dir=images", "web", "--status-file", "status", "-b"),
        () -> readsAsPicocli("--output-dir", "images", "--volatile=state", "--private-users=yes"),
        () -> readsAsPicocli("--hostname=one", "--hostname", "two", "-U", "@file"),
        () -> readsAsPicocli("--settings=no", "--uid=me", "/images/web", "--pipe"));
  }

  @Test
  void leavesTheRestToPicocli() {
    List<List<String>> others =
        List.of(
            List.of("--help"),
            List.of("-h"),
            List.of("--debug", "web"),
            List.of("--bindro=/srv"),
            List.of("one", "two"),
            List.of(""),
            List.of("-"),
            List.of("-qb"),
            List.of("-D/images/web"),
            List.of("-D=/images/web"),
            List.of("--quiet=yes"),
            List.of("--bind="),
            List.of("--bind"),
            List.of("--bind", "--quiet"),
            List.of("--output-dir"),
            List.of("--cleanup"));

    assertAll(
        others.stream().map(words -> () -> assertEquals(Optional.empty(), PlainStart.read(words))));
  }

  private static void readsAsPicocli(String... words) {
    ImageFinder images = (target, output, changes) -> new Image.Directory(output);
    StartCommand run =
        StartCommand.run(
            new Starters(images, new ForegroundMachines(() -> null, null, Map.of()))
                .of(Starters.RUN, List.of()));
    new CommandLine(run.spec())
        .setOverwrittenOptionsAllowed(true)
        .setOut(new PrintWriter(Writer.nullWriter()))
        .parseArgs(words);
    assertEquals(Optional.of(run.typed()), PlainStart.read(List.of(words)));
  }
}
