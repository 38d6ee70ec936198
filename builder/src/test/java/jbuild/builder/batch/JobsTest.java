package jbuild.builder.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
  private static final long GIB = 1L << 30;

  @Test
  void areAsManyAsThereAreProcessors() {
    assertEquals(4, Jobs.fitting(4, 16 * GIB, GIB));
  }

  @Test
  void areAsManyAsTheMemoryAllows() {
    assertEquals(2, Jobs.fitting(16, 2 * GIB, GIB));
  }

  @Test
  void areAsManyAsTheMemoryOfJavaAllows() {
    assertEquals(4, Jobs.fitting(16, 64 * GIB, GIB / 2));
  }

  @Test
  void areNeverNone() {
    assertEquals(1, Jobs.fitting(2, GIB / 8, GIB / 16));
  }

  @Test
  void readWhatTheKernelSaysOfMemory(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("meminfo"), "MemTotal:  8000 kB\nMemAvailable:    2048 kB\n");

    assertEquals(2048 * 1024, Jobs.available(file));
  }

  @Test
  void areBoundByProcessorsWhereTheKernelSaysNothing(@TempDir Path directory) {
    assertTrue(Jobs.fitting(3, Jobs.available(directory.resolve("none")), GIB) == 3);
  }
}
