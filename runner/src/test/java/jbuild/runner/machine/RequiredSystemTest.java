package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.FileView.PivotRoot;
import jbuild.runner.settings.FileView.Volatility;
import jbuild.runner.settings.Integration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class RequiredSystemTest {
  @TempDir Path directory;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeARuntimeDirectory() {
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  @Test
  void theHostIsRefusedUnderEveryName() throws IOException {
    SmallImage host =
        new SmallImage(Files.createSymbolicLink(directory.resolve("link"), Path.of("/")));

    Failure failure =
        assertThrows(
            Failure.class, () -> host.run(runtime, plain -> plain.with(FileView.STANDARD), "echo"));

    assertEquals("it is the host's own system", failure.why());
  }

  @Test
  void theHostCanBeShownWhereNothingOfItIsWritten() {
    FileView state = FileView.STANDARD.with(Volatility.STATE);

    Result result =
        new SmallImage(Path.of("/"))
            .run(
                runtime,
                plain -> plain.with(state).with(Integration.NONE),
                "ls /var; touch /etc/jbuild-was-here 2>/dev/null || echo refused");

    assertEquals(List.of("refused"), result.lines());
  }

  @Test
  void theSystemHasToBeInTheDirectoryThatBecomesTheRoot() throws IOException {
    SmallImage image = SmallImage.in(directory);
    Path other = Files.createDirectories(image.root().resolve("srv/other"));
    PivotRoot pivot = new PivotRoot("/srv/other", Optional.empty());

    Failure failure =
        assertThrows(
            Failure.class,
            () -> image.run(runtime, plain -> plain.with(plain.files().with(pivot)), "echo"));

    assertEquals("it is not the root of a system: no /usr", failure.why());
    assertEquals(0, other.toFile().list().length);
  }
}
