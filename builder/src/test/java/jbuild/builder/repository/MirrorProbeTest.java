package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorProbeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String IN_RELEASE = "dists/stable/InRelease";

  @TempDir Path directory;
  private final SigningKey key = SigningKey.create();
  private LocalMirror mirror;

  @BeforeEach
  void startAMirrorWithOnePackage() {
    mirror = new LocalMirror().withPackage("hello", "").publish(key);
  }

  @AfterEach
  void stopTheMirror() {
    mirror.close();
  }

  @Test
  void tellsWhenASuiteWasMade() {
    String text = ask(key, "stable", false);

    assertTrue(text.startsWith(mirror.address() + "/" + IN_RELEASE + ": made "), text);
    assertTrue(text.contains(", valid until "), text);
  }

  @Test
  void tellsExpiredUnknownAndMissingApart() {
    Instant lastYear = Instant.now().minus(Duration.ofDays(365));
    assertEquals("the mirror does not have it", failure(key, "sid").why());
    assertTrue(failure(SigningKey.create(), "stable").why().contains("none of the pinned keys"));

    mirror.with(IN_RELEASE, key.sign(mirror.release(lastYear, Duration.ofDays(7))));

    assertTrue(failure(key, "stable").why().startsWith("it has expired on "));
    assertTrue(ask(key, "stable", true).contains(": made "));
  }

  private Failure failure(SigningKey trusted, String suite) {
    Failure failure = assertThrows(Failure.class, () -> ask(trusted, suite, false));
    assertEquals(ExitStatus.NETWORK, failure.status());
    return failure;
  }

  private String ask(SigningKey trusted, String suite, boolean mayBeExpired) {
    MirrorProbe probe =
        new MirrorProbe(
            new Limits(LONG, LONG, LONG, LONG, 1, 1, Duration.ZERO),
            new Proxies(Map.of()),
            Clock.systemUTC());
    TrustedKeys keys =
        TrustedKeys.of(List.of(trusted.pinned(directory)), Clock.systemUTC(), mayBeExpired);
    return probe.suite(mirror.address(), suite, keys, mayBeExpired);
  }
}
