package jbuild.runner.image.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.SyscallFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class NewImageTest {
  private static final ImageName WEB = new ImageName("jbuild-test-web");

  @TempDir Path directory;
  private SmallStore test;

  @BeforeEach
  void makeAStore() throws IOException {
    test = new SmallStore(directory);
  }

  @AfterEach
  void endProtections() {
    new StoreCleaning(test.store).clean(true);
  }

  @Test
  void appearsWithWhatBelongsToItWhenItIsPublished() throws IOException {
    try (NewImage image = NewImage.begin(test.store, WEB, false)) {
      Files.createFile(image.tree().resolve("file"));
      Files.writeString(image.sidecar(".nspawn"), "[Exec]\n");
      Files.createFile(image.scratch("download"));
      assertEquals(List.of(), visible());
      image.publish(ImageType.DIRECTORY, false);
    }

    assertAll(
        () -> assertEquals(List.of(WEB.value(), WEB + ".nspawn"), test.names()),
        () -> assertTrue(Files.exists(test.pool.resolve(WEB + "/file"))));
  }

  @Test
  void leavesNothingWhenItIsNot() throws IOException {
    try (NewImage image = NewImage.begin(test.store, WEB, false)) {
      Files.createFile(image.tree().resolve("file"));
    }

    assertEquals(List.of(), test.names());
  }

  @Test
  void isRefusedANameThatIsTaken() throws IOException {
    test.disk(WEB.value());

    Failure failure =
        assertThrows(Failure.class, () -> NewImage.begin(test.store, WEB, false).close());

    assertAll(
        () -> assertEquals("Image 'jbuild-test-web' already exists.", failure.why()),
        () -> assertEquals(List.of(WEB + ".raw"), test.names()));
  }

  @Test
  void isRefusedANameThatSomebodyElseIsAboutToTake() {
    try (NewImage first = NewImage.begin(test.store, WEB, false)) {
      Failure failure =
          assertThrows(Failure.class, () -> NewImage.begin(test.store, WEB, false).close());

      assertEquals("somebody else is making an image of that name", failure.why());
      first.checkpoint();
    }
  }

  @Test
  void replacesAProtectedTreeInOneStep() throws IOException {
    Path old = test.tree(WEB.value());
    WriteProtection.set(ImageType.DIRECTORY, old, true);

    try (NewImage image = NewImage.begin(test.store, WEB, true)) {
      Files.createFile(image.tree().resolve("new"));
      image.publish(ImageType.DIRECTORY, true);
    }

    assertAll(
        () -> assertEquals(List.of("new"), SmallStore.names(old)),
        () -> assertTrue(test.get(WEB.value()).readOnly()),
        () -> assertEquals(List.of(WEB.value()), test.names()));
  }

  @Test
  void replacesADiskImageAndAllThatBelongsToIt() throws IOException {
    test.disk(WEB.value());
    Files.createFile(test.pool.resolve(WEB + ".roothash"));
    Files.createFile(test.pool.resolve(WEB + ".nspawn"));

    try (NewImage image = NewImage.begin(test.store, WEB, true)) {
      image.tree();
      image.publish(ImageType.DIRECTORY, false);
    }

    assertAll(
        () -> assertEquals(List.of(WEB.value()), test.names()),
        () -> assertEquals(ImageType.DIRECTORY, test.get(WEB.value()).type()));
  }

  @Test
  @SuppressWarnings("try") // The lock is held, not used.
  void doesNotReplaceWhatIsInUse() throws IOException {
    Path old = test.tree(WEB.value());

    try (ImageLock machine = ImageLock.exclusive(old);
        NewImage image = NewImage.begin(test.store, WEB, true)) {
      image.tree();
      Failure failure =
          assertThrows(Failure.class, () -> image.publish(ImageType.DIRECTORY, false));

      assertEquals("Directory tree " + old + " is currently busy.", failure.why());
      assertEquals(List.of("etc"), SmallStore.names(old));
    }
  }

  @Test
  void doesNotReplaceAMountPointAndLeavesItWhatBelongsToIt() throws IOException {
    Path old = test.tree(WEB.value());
    Files.createFile(test.pool.resolve(WEB + ".nspawn"));

    try (Fd mounted = Mounts.create("tmpfs", Map.of(), Set.of())) {
      try (NewImage image = NewImage.begin(test.store, WEB, true);
          Fd place = Descriptors.onHost(BytePath.of(old.toString()))) {
        image.tree();
        Mounts.attach(mounted, place);
        assertThrows(SyscallFailure.class, () -> image.publish(ImageType.DIRECTORY, false));
      }
      try {
        Failure failure =
            assertThrows(Failure.class, () -> NewImage.begin(test.store, WEB, true).close());
        assertEquals("Device or resource busy: " + old + " is a mount point", failure.why());
      } finally {
        Mounts.detach(mounted);
      }
    }

    assertAll(
        () -> assertEquals(List.of("etc"), SmallStore.names(old)),
        () -> assertEquals(List.of(WEB.value(), WEB + ".nspawn"), test.names()));
  }

  @Test
  void doesNotReplaceAnImageThatIsNotAmongTheNewOnes() throws IOException {
    Path early = SmallStore.tree(test.early, WEB.value());

    Failure failure =
        assertThrows(Failure.class, () -> NewImage.begin(test.store, WEB, true).close());

    assertEquals("the image of that name is " + early + ", which is not replaced", failure.why());
  }

  @Test
  void collectsWhatSomebodyWhoWasKilledHasLeft() throws IOException {
    Files.createFile(Files.createDirectory(test.pool.resolve(".#jbuild-dead")).resolve("half"));

    NewImage.begin(test.store, WEB, false).close();

    assertEquals(List.of(), test.names());
  }

  private List<String> visible() throws IOException {
    return test.names().stream().filter(name -> !name.startsWith(".#")).toList();
  }
}
