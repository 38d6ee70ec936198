package jbuild.runner.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class WorkDirectoryTest {
  @TempDir Path directory;
  @TempDir Path other;

  @Test
  void whatIsShownWhileAnExitBeginsIsWholeAndNothingIsShownAfterIt() throws Exception {
    Path said = other.resolve("said");
    Process program =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                EndingProgram.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertTrue(program.waitFor(60, TimeUnit.SECONDS), "it does not end");
    } finally {
      program.destroyForcibly();
    }

    assertEquals(0, program.exitValue());
    assertEquals("jbuild was told to end before\n", Files.readString(said));
    assertEquals("whole", Files.readString(directory.resolve("shown/file")));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(directory.resolve("shown")), left.toList());
    }
  }
}
