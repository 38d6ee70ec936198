package jbuild.runner.image.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import jbuild.runner.image.MachineImages;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.LoopDevices;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are no files of the store. */
@Tag("root")
class OddImagesIT {
  private static final long MIB = 1 << 20;
  private static final ImageName WEB = new ImageName("jbuild-test-odd");

  @TempDir Path directory;
  private Path pool;
  private ImageStore store;

  @BeforeEach
  void makeAStore() throws IOException {
    pool = Files.createDirectory(directory.resolve("machines"));
    MachineImages images = new MachineImages(List.of(pool), pool);
    store = new ImageStore(new StorePlaces(images, List.of(directory), Path.of("/usr")));
  }

  @Test
  void ofABlockDeviceTheKernelsSwitchIsTurnedAndTheContentStays() throws IOException {
    Path file = Files.write(directory.resolve("disk"), new byte[(int) MIB]);
    try (Fd disk = Descriptors.onHost(path(file), Descriptors.O_RDWR);
        Fd device = LoopDevices.attach(disk, 0, MIB, false)) {
      Path link = Files.createSymbolicLink(pool.resolve(WEB.value()), Path.of(device.name()));

      StoredImage before = store.get(WEB, "cannot look");
      new ImageChanges(store).setReadOnly(WEB, true);
      boolean marked = store.get(WEB, "cannot look").readOnly();
      new ImageChanges(store).setReadOnly(WEB, false);
      List<String> staying = new ImageRemoval(store).remove(WEB);

      assertAll(
          () -> assertEquals(ImageType.BLOCK, before.type()),
          () -> assertEquals(OptionalLong.of(MIB), before.space().limit()),
          () -> assertFalse(before.readOnly()),
          () -> assertTrue(marked),
          () ->
              assertEquals(
                  List.of(
                      "Removed the link " + link + " only: " + device.name() + " stays as it is."),
                  staying),
          () -> assertTrue(Files.notExists(link)));
    }
  }

  @Test
  void ofAMountPointTheContentIsRemoved() throws IOException {
    Path image = Files.createDirectory(pool.resolve(WEB.value()));

    // Mounts belong to a thread: this one ends with what it sees.
    CompletableFuture.runAsync(() -> mountAndRemove(image), task -> new Thread(task).start())
        .join();

    assertTrue(Files.isDirectory(image));
  }

  private void mountAndRemove(Path image) {
    Namespaces.leaveMounts();
    try (Fd place = Descriptors.onHost(path(image));
        Fd mount = Mounts.create("tmpfs", Map.of(), Set.of())) {
      Mounts.attach(mount, place);
      Files.writeString(Files.createDirectory(image.resolve("etc")).resolve("file"), "x");

      List<String> staying = new ImageRemoval(store).remove(WEB);

      assertEquals(
          List.of(
              "Removed the content of "
                  + image
                  + ": it is a mount point, and stays until it is unmounted."),
          staying);
      assertFalse(Files.exists(image.resolve("etc")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BytePath path(Path path) {
    return BytePath.of(path.toString());
  }
}
