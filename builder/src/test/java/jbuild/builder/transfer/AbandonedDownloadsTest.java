package jbuild.builder.transfer;

import static jbuild.builder.transfer.PullFacts.list;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import jbuild.runner.image.LockFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedDownloadsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");

  @TempDir Path directory;

  @Test
  void onlyWhatNobodyHasContinuedForAWeekIsRemoved() throws IOException {
    download("new", "2026-01-24T00:00:01Z");
    download("old", "2026-01-23T23:59:59Z");

    new AbandonedDownloads(directory, NOW).remove();

    assertEquals(List.of("new.part", "new.version"), list(directory));
  }

  @Test
  void whatSomebodyFetchesStays() throws IOException, LockFile.Taken {
    download("old", "2025-01-01T00:00:00Z");
    LockFile lock = LockFile.take(directory.resolve("old.lock"), false);

    new AbandonedDownloads(directory, NOW).remove();

    assertEquals(List.of("old.lock", "old.part", "old.version"), list(directory));
    lock.close();
  }

  private void download(String key, String time) throws IOException {
    for (String ending : List.of(".part", ".version")) {
      Path file = Files.createFile(directory.resolve(key + ending));
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
    }
  }
}
