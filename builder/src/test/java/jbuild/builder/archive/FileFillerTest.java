package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFillerTest {
  private static final long AS_NEW_FILE =
      Descriptors.O_WRONLY | Descriptors.O_CREAT | Descriptors.O_EXCL;

  @TempDir Path directory;

  @Test
  void hasFilledAllFilesWhenItIsFinished() throws IOException {
    try (FileFiller filler = new FileFiller()) {
      for (int file = 0; file < 500; file++) {
        filler.fill(
            create(file), ("content of " + file).getBytes(StandardCharsets.UTF_8), () -> {});
      }
      filler.finish();

      for (int file = 0; file < 500; file++) {
        assertEquals("content of " + file, Files.readString(directory.resolve("" + file)));
      }
    }
  }

  @Test
  void tellsOfWhatWentWrongInAnotherThread() {
    try (FileFiller filler = new FileFiller()) {
      filler.fill(
          create(1),
          new byte[1],
          () -> {
            throw new BadArchive("an owner that no file can have");
          });

      BadArchive failure = assertThrows(BadArchive.class, filler::finish);

      assertEquals("an owner that no file can have", failure.why());
    }
  }

  private Fd create(int file) {
    return Descriptors.onHost(BytePath.of(directory.resolve("" + file).toString()), AS_NEW_FILE);
  }
}
