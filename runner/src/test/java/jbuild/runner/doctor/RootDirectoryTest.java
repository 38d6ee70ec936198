package jbuild.runner.doctor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootDirectoryTest {
  @TempDir Path directory;

  @Test
  void seesAMountAtTheRoot() throws IOException {
    assertTrue(
        isMount(
            "22 28 0:21 / /proc rw,nosuid - proc proc rw\n"
                + "28 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"));
  }

  @Test
  void seesThatAPlainChrootHasNone() throws IOException {
    assertFalse(isMount("22 28 0:21 / /proc rw,nosuid - proc proc rw\n"));
  }

  private boolean isMount(String mountinfo) throws IOException {
    Path file = Files.writeString(directory.resolve("mountinfo"), mountinfo);
    return new RootDirectory(file).isMount();
  }
}
