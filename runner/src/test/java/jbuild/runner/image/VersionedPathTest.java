package jbuild.runner.image;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionedPathTest {
  private static final String HERE =
      System.getProperty("os.arch").equals("amd64") ? "x86-64" : "arm64";

  @TempDir Path directory;
  private Path disks;
  private Path trees;

  @BeforeEach
  void makeDirectoriesOfVersions() throws IOException {
    disks = Files.createDirectory(directory.resolve("web.raw.v"));
    trees = Files.createDirectory(directory.resolve("web.v"));
  }

  @Test
  void picksTheNewestByNumbers() throws IOException {
    disks("web_9.raw", "web_10.raw", "web_10~rc1.raw", "other_11.raw", "web_12.txt", "web.raw");
    trees("web_1.2", "web_1.10");

    assertAll(
        () -> assertEquals(disks.resolve("web_10.raw"), VersionedPath.resolve(disks, ".raw")),
        () -> assertEquals(trees.resolve("web_1.10"), VersionedPath.resolve(trees, "")));
  }

  @Test
  void takesFilesForThisProcessorOnly() throws IOException {
    disks("web_1.raw", "web_2_" + HERE + ".raw", "web_2.raw", "web_3_riscv64.raw");

    assertEquals(disks.resolve("web_2_" + HERE + ".raw"), VersionedPath.resolve(disks, ".raw"));
  }

  @Test
  void leavesWhatHasFailedTooOftenForLast() throws IOException {
    disks("web_1.raw", "web_2+1-2.raw", "web_3+0-3.raw");

    assertEquals(disks.resolve("web_2+1-2.raw"), VersionedPath.resolve(disks, ".raw"));
  }

  @Test
  void takesATemplateOfNames() throws IOException {
    disks("web_1.raw", "web_2.raw", "db_3.raw");

    assertEquals(
        disks.resolve("db_3.raw"), VersionedPath.resolve(disks.resolve("db___.raw"), ".raw"));
  }

  @Test
  void leavesOtherPathsAlone() throws IOException {
    Path plain = Files.createDirectory(directory.resolve("plain"));
    Path file = Files.createFile(directory.resolve("file.v"));

    assertAll(
        () -> assertEquals(plain, VersionedPath.resolve(plain, "")),
        () -> assertEquals(file, VersionedPath.resolve(file, "")));
  }

  @Test
  void saysThatThereIsNoVersion() {
    Failure failure = assertThrows(Failure.class, () -> VersionedPath.resolve(disks, ".raw"));

    assertEquals("it has no version of web.raw", failure.why());
  }

  private void disks(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(disks.resolve(name));
    }
  }

  private void trees(String... names) throws IOException {
    for (String name : names) {
      Files.createDirectory(trees.resolve(name));
    }
  }
}
