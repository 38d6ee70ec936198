package jbuild.builder.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import jbuild.runner.image.LockFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class KeptBaseTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir Path cache;
  private KeptBase base;

  @BeforeEach
  void makeOne() throws IOException {
    base = KeptBase.of(cache, "web", KEY);
    Files.createDirectories(base.directory());
  }

  @Test
  void isFreshWhenItWasMadeAndNotWhenItWasTouched() throws IOException {
    assertFalse(base.isFresh());
    assertEquals("the last build did not end", base.reason());

    base.made();
    assertTrue(base.isFresh());

    age(base);
    Files.writeString(base.directory().resolve("lock"), "");
    assertFalse(base.isFresh());
    assertEquals("older than 30 days", base.reason());
  }

  @Test
  @SuppressWarnings("try") // The locks are held, not used.
  void whatIsTooOldIsRemovedUnlessSomebodyBuildsIt() throws IOException {
    KeptBase busy = KeptBase.of(cache, "busy", KEY);
    KeptBase other = KeptBase.of(cache, "other", KEY);
    Files.createDirectories(busy.directory());
    Files.createDirectories(other.directory());

    try (LockFile ours = base.lock();
        LockFile builder = busy.lock()) {
      base.sweep();
    }

    assertFalse(Files.exists(base.directory()));
    assertTrue(Files.exists(busy.directory()));
    assertFalse(Files.exists(other.directory()));
  }

  private static void age(KeptBase base) throws IOException {
    Files.setLastModifiedTime(
        base.directory().resolve(".made"), FileTime.from(Instant.now().minus(Duration.ofDays(31))));
  }
}
