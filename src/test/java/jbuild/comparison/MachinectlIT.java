package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.cli.progress.Display;
import jbuild.cli.store.OriginalCommand;
import jbuild.cli.store.StoreHost;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in command lines, held against the real machinectl, which finds them by itself. */
@Tag("root")
class MachinectlIT {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--foo",
        "--foo=x",
        "-y",
        "-qy",
        "--quiet=x",
        "--property",
        "-p",
        "--output=xml list-images",
        "--format=rar export-tar a",
        "--verify=maybe",
        "--lines=x",
        "-nx",
        "--max-addresses=x"
      })
  void areExplainedInTheSameWords(String line) {
    List<String> words = List.of(line.split(" "));
    List<String> original = new ArrayList<>(List.of("machinectl"));
    original.addAll(words);
    StringWriter err = new StringWriter();
    PrintWriter errors = new PrintWriter(err, true);
    StoreHost host =
        new StoreHost(
            Map.of("JBUILD_MACHINES", directory.toString()),
            () -> directory,
            () -> new Display(errors, Optional::empty, Map.of()));

    Finished expected = ToolsImage.get().run(original.toArray(String[]::new));
    int status = new OriginalCommand(OriginalCommand.MACHINECTL, host, errors, errors).run(words);

    assertAll(
        () -> assertEquals(expected.errors(), err.toString()),
        () -> assertEquals(expected.status(), status));
  }
}
