package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class KilledIT {
  private static final String MACHINE = "killed-it";
  private static final int MOMENTS = 20;
  private static final Duration WHOLE_START = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Test
  void nothingRunsOnWhenJbuildIsKilledAtAnyMomentOfAStart() throws Exception {
    Path image = SharedImages.debian();
    HostState before = HostState.with(MACHINE);
    for (int moment = 0; moment < MOMENTS; moment++) {
      Process boot =
          OwnNetwork.start(
              new ProcessBuilder(Jbuild.words("boot", "--machine=" + MACHINE, image.toString()))
                  .redirectInput(Path.of("/dev/null").toFile())
                  .redirectOutput(Path.of("/dev/null").toFile())
                  .redirectError(Path.of("/dev/null").toFile()));
      boot.waitFor(WHOLE_START.toMillis() * moment / MOMENTS, TimeUnit.MILLISECONDS);

      boot.destroyForcibly().waitFor();

      assertNothingRuns(moment);
    }
    // The next start collects the rest.
    Process next =
        OwnNetwork.startThere(
            new ProcessBuilder(Jbuild.words("run", "--quiet", "-D", image.toString(), "--", "true"))
                .redirectErrorStream(true));
    byte[] said = next.getInputStream().readAllBytes();
    assertEquals(0, next.waitFor(), () -> new String(said, StandardCharsets.UTF_8));
    assertEquals(Set.of(), HostState.groups(MACHINE));
    assertEquals(before, HostState.with(MACHINE));
  }

  private static void assertNothingRuns(int moment) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> running = HostState.processes(MACHINE);
    while (!running.isEmpty()) {
      assertTrue(System.nanoTime() < end, "killed at moment " + moment + ": " + running);
      running = HostState.processes(MACHINE);
    }
  }
}
