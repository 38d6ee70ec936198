package jbuild.cli.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.cli.progress.Display;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class RemoveVerbTest {
  private static final PrintWriter NOWHERE = new PrintWriter(new StringWriter());
  private static final String FIRST = "jbuild-test-first";
  private static final String LAST = "jbuild-test-last";

  @TempDir Path pool;

  @BeforeEach
  void makeImages() throws IOException {
    Files.createDirectory(pool.resolve(FIRST));
    Files.createDirectory(pool.resolve(LAST));
  }

  @Test
  void goesOnWhereAnImageIsMissingAndTellsOfIt() {
    Failure failure = assertThrows(Failure.class, () -> run(false, FIRST, "no-such", LAST));

    assertAll(
        () -> assertEquals("cannot remove the image 'no-such'", failure.what()),
        () -> assertFalse(Files.exists(pool.resolve(FIRST))),
        () -> assertFalse(Files.exists(pool.resolve(LAST))));
  }

  @Test
  void tellsOfAllThatAreMissing() {
    Failure failure = assertThrows(Failure.class, () -> run(false, "one", FIRST, "other"));

    assertAll(
        () -> assertEquals("cannot remove 2 of the 3 images", failure.what()),
        () ->
            assertEquals(
                List.of(
                    "cannot remove the image 'one': No image 'one' known",
                    "cannot remove the image 'other': No image 'other' known"),
                failure.details()),
        () -> assertEquals(ExitStatus.FAILED, failure.status()),
        () -> assertFalse(Files.exists(pool.resolve(FIRST))));
  }

  @Test
  void stopsAtTheFirstWhereMachinectlDoes() {
    Failure failure = assertThrows(Failure.class, () -> run(true, FIRST, "no-such", LAST));

    assertAll(
        () -> assertEquals("No image 'no-such' known", failure.why()),
        () -> assertFalse(Files.exists(pool.resolve(FIRST))),
        () -> assertTrue(Files.exists(pool.resolve(LAST))));
  }

  private int run(boolean original, String... names) {
    StoreHost host =
        new StoreHost(
            Map.of("JBUILD_MACHINES", pool.toString()),
            () -> pool,
            () -> new Display(NOWHERE, Optional::empty, Map.of()));
    return new RemoveVerb(host)
        .run(new Request(List.of(names), Map.of(), original, NOWHERE, NOWHERE));
  }
}
