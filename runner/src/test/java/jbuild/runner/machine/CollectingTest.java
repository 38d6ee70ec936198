package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What supervisors that were killed left behind. */
class CollectingTest {
  @TempDir Path directory;

  @Test
  void isLeftToTheNextStartWhereItCannotBeRemoved() throws IOException {
    // No lock can be had there.
    Path networkd = directory.resolve("network/networkd");
    Files.createDirectories(networkd.resolve(".lock"));
    Path link = Files.createFile(networkd.resolve("ve-web"));

    assertDoesNotThrow(new RuntimeDirectory(directory)::collect);

    assertTrue(Files.exists(link));
  }
}
