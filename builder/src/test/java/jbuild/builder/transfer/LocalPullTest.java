package jbuild.builder.transfer;

import static jbuild.builder.transfer.PullFacts.list;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.Proxies;
import jbuild.runner.Failure;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.StorePlaces;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class LocalPullTest {
  @TempDir Path directory;

  @Test
  void ofADirectoryIsRefusedAtOnce() {
    Failure failure = assertThrows(Failure.class, () -> pull(directory));

    assertAll(
        () -> assertEquals("it is a directory", failure.why()),
        () -> assertEquals("name a file in it", failure.fix()));
  }

  @Test
  void removesDownloadsThatNobodyHasContinuedForLong() throws IOException {
    Path downloads = Files.createDirectories(directory.resolve("cache/pull"));
    for (String ending : List.of(".part", ".version")) {
      Path file = Files.createFile(downloads.resolve("old" + ending));
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }
    byte[] disk = Arrays.copyOf("hsqs".getBytes(StandardCharsets.US_ASCII), 4096);

    pull(Files.write(directory.resolve("disk.raw"), disk));

    assertEquals(List.of(), list(downloads));
  }

  private void pull(Path file) {
    PullAddress address = PullAddress.of("file://" + file).orElseThrow();
    Verification nothing = new Verification(Verification.Kind.NO, Optional.empty());
    Path pool = directory.resolve("machines");
    ImageStore store = new ImageStore(StorePlaces.of(List.of(pool), pool));
    Pull pull =
        new Pull(
            new Fetcher(Limits.USUAL, new Proxies(Map.of())),
            () -> {
              throw new IllegalStateException("no key is needed");
            },
            directory.resolve("cache"));

    pull.run(
        new Pull.Wanted(Pull.Kind.RAW, address, nothing, false),
        new ImportPlan(store, new ImageName("disk"), false, false, Progress.SILENT));
  }
}
