package jbuild.runner.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class WorkDirectoryTest {
  @TempDir Path directory;

  @Test
  @Timeout(60)
  void whatIsShownWhileAnExitBeginsIsWholeAndNothingIsShownAfterIt() throws Exception {
    Process program =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                EndingProgram.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, program.waitFor());
    assertEquals("jbuild was told to end before\n", said);
    assertEquals("whole", Files.readString(directory.resolve("shown/file")));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(directory.resolve("shown")), left.toList());
    }
  }
}
