package jbuild.runner.image.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class ImageStoreTest {
  @TempDir Path directory;
  private SmallStore test;

  @BeforeEach
  void makeAStore() throws IOException {
    test = new SmallStore(directory);
  }

  @Test
  void hasWhatIsInItsDirectoriesAndTheHost() throws IOException {
    test.tree("web");
    test.tree(".hidden");
    test.disk("disk");
    Files.createDirectory(test.pool.resolve("stack.mstack"));
    Files.createFile(test.pool.resolve("notes.txt"));
    Files.createDirectory(test.pool.resolve(".#half"));
    SmallStore.tree(test.vendor, "base");

    List<String> images =
        test.store.all().stream().map(image -> image.name() + " " + image.type()).toList();

    assertEquals(
        List.of(
            ".hidden directory",
            ".host directory",
            "base directory",
            "disk raw",
            "stack mstack",
            "web directory"),
        images);
  }

  @Test
  void showsTheFirstOfThoseWithTheSameName() throws IOException {
    Path early = SmallStore.tree(test.early, "web");
    test.tree("web");
    SmallStore.tree(test.vendor, "web");

    assertEquals(early, test.get("web").path());
  }

  @Test
  void showsTheNewestVersionUnderTheNameOfAll() throws IOException {
    Path versions = Files.createDirectory(test.pool.resolve("web.v"));
    SmallStore.tree(versions, "web_1.0");
    Path newest = SmallStore.tree(versions, "web_1.1");
    Files.createDirectory(test.pool.resolve("none.raw.v"));

    assertAll(
        () -> assertEquals(newest, test.get("web").path()),
        () ->
            assertEquals(
                List.of(".host", "web"),
                test.store.all().stream().map(image -> image.name().value()).toList()));
  }

  @Test
  void followsLinksToImagesElsewhere() throws IOException {
    Path elsewhere = Files.write(directory.resolve("elsewhere.img"), new byte[4096]);
    Files.createSymbolicLink(test.pool.resolve("linked.raw"), elsewhere);
    Files.createSymbolicLink(test.pool.resolve("broken"), directory.resolve("nothing"));

    assertAll(
        () -> assertEquals(ImageType.RAW, test.get("linked").type()),
        () -> assertEquals(test.pool.resolve("linked.raw"), test.get("linked").path()),
        () -> assertEquals(Optional.empty(), test.store.find(new ImageName("broken"))));
  }

  @Test
  void saysHowMuchADiskImageTakesAndWhetherItIsToBeWritten() throws IOException {
    Path disk = test.disk("disk");
    StoredImage writable = test.get("disk");
    Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("r--r--r--"));

    assertAll(
        () -> assertEquals(OptionalLong.of(8192), writable.space().limit()),
        () -> assertFalse(writable.readOnly()),
        () -> assertTrue(writable.created().isPresent()),
        () -> assertTrue(writable.modified().isPresent()),
        () -> assertTrue(test.get("disk").readOnly()));
  }

  @Test
  void countsWhatATreeTakesWhenAsked() throws IOException {
    Path tree = test.tree("web");
    Files.write(tree.resolve("large"), new byte[1 << 20]);

    OptionalLong before = test.get("web").space().usage();
    long usage = test.store.measured(test.get("web")).space().usage().orElse(0);

    assertAll(
        () -> assertEquals(OptionalLong.empty(), before),
        () -> assertTrue(usage >= 1 << 20 && usage < 2 << 20, Long.toString(usage)));
  }

  @Test
  void doesNotCountTheHost() {
    StoredImage host = test.get(".host");

    assertAll(
        () -> assertEquals(Path.of("/"), host.path()),
        () -> assertEquals(host, test.store.measured(host)));
  }

  @Test
  void takesWhatBelongsToTheVendorForReadOnly() throws IOException {
    SmallStore.tree(test.vendor, "base");

    assertTrue(test.get("base").readOnly());
  }

  @Test
  void saysThatAnImageIsUnknown() {
    Failure failure =
        assertThrows(Failure.class, () -> test.store.get(new ImageName("nothing"), "cannot look"));

    assertEquals("cannot look: No image 'nothing' known", failure.getMessage());
  }

  @Test
  void ofTheHostCanBeElsewhere() {
    StorePlaces places = StorePlaces.ofHost(Map.of("JBUILD_MACHINES", "/srv/machines"));

    assertAll(
        () -> assertEquals(Path.of("/srv/machines"), places.pool()),
        () ->
            assertEquals(
                List.of("/etc/machines", "/run/machines", "/srv/machines", "/var/lib/container"),
                places.images().directories().stream().limit(4).map(Path::toString).toList()),
        () -> assertEquals(Path.of("/var/lib/machines"), StorePlaces.ofHost(Map.of()).pool()));
  }

  @Test
  void tellsWhatFilesSayOfTheSystem() throws IOException {
    Path tree = test.tree("web");
    Files.writeString(tree.resolve("etc/os-release"), "ID=x\nPRETTY_NAME=\"Tiny 1\"\n");
    Files.writeString(tree.resolve("etc/machine-id"), "0123456789abcdef0123456789abcdef\n");

    assertEquals(
        new SystemInside(
            Optional.of("web"),
            Optional.of("0123456789abcdef0123456789abcdef"),
            Optional.of("Tiny 1")),
        SystemInside.of(tree));
  }
}
