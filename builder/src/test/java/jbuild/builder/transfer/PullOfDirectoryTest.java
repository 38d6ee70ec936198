package jbuild.builder.transfer;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
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
class PullOfDirectoryTest {
  @TempDir Path directory;

  @Test
  void isRefusedAtOnce() {
    PullAddress address = PullAddress.of("file://" + directory).orElseThrow();
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

    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                pull.run(
                    new Pull.Wanted(Pull.Kind.RAW, address, nothing, false),
                    new ImportPlan(store, new ImageName("disk"), false, false, Progress.SILENT)));

    assertAll(
        () -> assertEquals("it is a directory", failure.why()),
        () -> assertEquals("name a file in it", failure.fix()));
  }
}
