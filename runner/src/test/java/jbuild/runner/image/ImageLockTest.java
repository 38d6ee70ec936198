package jbuild.runner.image;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class ImageLockTest {
  @TempDir Path directory;
  private Path tree;

  @BeforeEach
  void makeATree() throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
  }

  @Test
  void refusesASecondWriter() {
    try (ImageLock first = ImageLock.exclusive(tree)) {
      Failure failure = assertThrows(Failure.class, () -> ImageLock.exclusive(tree));

      assertAll(
          () -> assertTrue(first != null),
          () -> assertEquals(ExitStatus.FAILED, failure.status()),
          () -> assertEquals("Directory tree " + tree + " is currently busy.", failure.why()));
    }
  }

  @Test
  void refusesAReaderBesideAWriterAndAWriterBesideAReader() {
    try (ImageLock writer = ImageLock.exclusive(tree)) {
      assertTrue(writer != null);
      assertThrows(Failure.class, () -> ImageLock.shared(tree));
    }
    try (ImageLock reader = ImageLock.shared(tree)) {
      assertTrue(reader != null);
      assertThrows(Failure.class, () -> ImageLock.exclusive(tree));
    }
  }

  @Test
  void keepsItsFilesUntilTheLastReaderIsGone() throws IOException {
    try (ImageLock first = ImageLock.shared(tree)) {
      assertTrue(first != null);
      ImageLock.shared(tree).close();

      assertEquals(List.of(".#tree.lck", "tree"), names());
    }
    assertEquals(List.of("tree"), names());
  }

  @Test
  void holdsUnderAnotherNameOfTheTree() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    Path link = Files.createSymbolicLink(other.resolve("name"), tree);

    try (ImageLock first = ImageLock.exclusive(tree)) {
      assertTrue(first != null);
      assertThrows(Failure.class, () -> ImageLock.exclusive(link));
    }
  }

  @Test
  void saysThatAFifoIsNoImage() throws IOException, InterruptedException {
    Path fifo = directory.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());

    Failure failure = assertThrows(Failure.class, () -> ImageLock.shared(fifo));

    assertEquals("it is a FIFO", failure.why());
    assertEquals(List.of("fifo", "tree"), names());
  }

  @Test
  void isSwitchedOffByTheWordsForNo() {
    assertAll(
        () -> assertTrue(ImageLock.isOff("0")),
        () -> assertTrue(ImageLock.isOff("No")),
        () -> assertFalse(ImageLock.isOff("1")),
        () -> assertFalse(ImageLock.isOff(null)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
