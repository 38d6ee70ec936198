package jbuild.builder.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class BaseImageTest {
  @TempDir Path directory;
  private Path image;
  private Workspace workspace;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = Files.createDirectories(directory.resolve("image/etc")).getParent();
    Files.writeString(image.resolve("etc/motd"), "hello\n");
    Path work = Files.createDirectory(directory.resolve("work"));
    workspace =
        new Workspace(
            work,
            directory.resolve("cache"),
            (command, lines) -> {
              throw new IllegalStateException("no program is needed: " + command.argv());
            },
            Progress.SILENT);
  }

  @Test
  void aTreeIsCopiedAndStaysAsItIs() throws IOException {
    new BaseImage(image).copyInto(workspace);
    Files.writeString(workspace.root().resolve("etc/motd"), "changed\n");

    assertEquals("hello\n", Files.readString(image.resolve("etc/motd")));
  }

  @Test
  @SuppressWarnings("try") // The lock is held, not used.
  void refusesATreeThatAMachineWritesTo() {
    try (ImageLock machine = ImageLock.exclusive(image)) {
      Failure failure = assertThrows(Failure.class, () -> new BaseImage(image).copyInto(workspace));

      assertEquals("cannot build on " + image, failure.what());
      assertEquals("a machine is running on it, and may be writing to it", failure.why());
    }
  }

  @Test
  void anotherContentIsAnotherIdentity() throws IOException {
    String before = new BaseImage(image).identity();
    assertEquals(before, new BaseImage(image).identity());

    Files.writeString(image.resolve("etc/motd"), "other\n");

    assertNotEquals(before, new BaseImage(image).identity());
  }

  @Test
  void anotherArchiveIsAnotherIdentity() throws IOException {
    Path file = Files.writeString(directory.resolve("image.tar"), "one");
    String before = new BaseImage(file).identity();

    Files.writeString(file, "other");

    assertNotEquals(before, new BaseImage(file).identity());
  }

  @Test
  void anImageThatIsGoneIsLikeNoOther() {
    BaseImage gone = new BaseImage(directory.resolve("gone"));

    assertNotEquals(gone.identity(), gone.identity());
  }
}
