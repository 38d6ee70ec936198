package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class DeathTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  void aMachineDiesWithItsSupervisorAndTheNextStartCollectsWhatIsLeft() throws Exception {
    SmallImage image = SmallImage.in(directory);
    Process supervisor =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                DeathProgram.class.getName(),
                directory.toString())
            .inheritIO()
            .start();
    await(() -> Files.exists(image.root().resolve("started")));
    assertTrue(payloadRuns());

    supervisor.destroyForcibly().waitFor();

    await(() -> !payloadRuns());
    assertEquals(1, machines().size());
    new RuntimeDirectory(directory.resolve("run")).collect();
    assertEquals(List.of(), machines());
    assertEquals(List.of(), image.traces());
  }

  private List<Path> machines() throws IOException {
    return SmallImage.records(directory.resolve("run/machines"));
  }

  private static boolean payloadRuns() {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> process.info().commandLine().orElse("").contains("7654321"));
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(end), "not within " + PATIENCE);
      Thread.onSpinWait();
    }
  }
}
