package jbuild.runner.image.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import jbuild.runner.image.MachineImages;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.image.pool.Pool;
import jbuild.runner.image.pool.PoolFile;
import jbuild.runner.image.pool.PoolMaker;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a pool: images are subvolumes there. */
@Tag("root")
class StoreOnBtrfsIT {
  private static final long MIB = 1 << 20;
  private static final ImageName WEB = new ImageName("jbuild-test-web");
  private static final ImageName TWIN = new ImageName("jbuild-test-twin");

  @TempDir Path directory;

  @Test
  void imagesAreSubvolumesFromBeginningToEnd() {
    PoolFile place = new PoolFile(directory.resolve("machines"));
    new PoolMaker(place).make(256 * MIB, OptionalLong.of(512 * MIB), StoreOnBtrfsIT::format);

    // Mounts belong to a thread: this one ends with what it sees.
    CompletableFuture.runAsync(() -> live(place), task -> new Thread(task).start()).join();
  }

  private void live(PoolFile place) {
    try (Pool pool = Pool.show(place.directory()).orElseThrow()) {
      liveIn(place.directory());
      assertEquals(place, pool.place());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void liveIn(Path pool) throws IOException {
    MachineImages images = new MachineImages(List.of(pool), pool);
    ImageStore store = new ImageStore(new StorePlaces(images, List.of(directory), Path.of("/usr")));
    try (NewImage made = NewImage.begin(store, WEB, false)) {
      Files.write(made.tree().resolve("file"), new byte[(int) MIB]);
      made.publish(ImageType.DIRECTORY, true);
    }

    CloneMethod method = new ImageClone(store).make(WEB, TWIN, false);
    new ImageChanges(store).limit(TWIN, OptionalLong.of(64 * MIB));
    StoredImage original = store.get(WEB, "cannot look");
    StoredImage twin = store.get(TWIN, "cannot look");
    new ImageRename(store).make(TWIN, new ImageName("jbuild-test-renamed"));
    List<String> names = names(pool);
    List<String> removed =
        new StoreCleaning(store).clean(true).stream().map(image -> image.name().value()).toList();

    assertAll(
        () -> assertEquals(CloneMethod.SNAPSHOT, method),
        () -> assertEquals(ImageType.SUBVOLUME, original.type()),
        () -> assertTrue(original.readOnly()),
        () -> assertTrue(original.modified().isPresent()),
        () -> assertEquals(ImageType.SUBVOLUME, twin.type()),
        () -> assertTrue(!twin.readOnly()),
        () -> assertEquals(OptionalLong.of(64 * MIB), twin.space().limit()),
        () -> assertTrue(names.contains("jbuild-test-renamed"), names.toString()),
        () -> assertEquals(List.of("jbuild-test-renamed", WEB.value()), removed),
        () -> assertEquals(List.of(), names(pool)));
  }

  private static void format(Path file) {
    ToolsImage.of("test-images/formats.toml")
        .run("mkfs.btrfs", "-q", file.toString())
        .successfully();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
