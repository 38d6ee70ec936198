package jbuild.runner.image.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.copy.CloneMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class ImageVerbsTest {
  private static final ImageName WEB = new ImageName("jbuild-test-web");
  private static final ImageName TWIN = new ImageName("jbuild-test-twin");

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
  void aCloneHasTheContentAndAllThatBelongsToIt() throws IOException {
    test.tree(WEB.value());
    Files.writeString(test.pool.resolve(WEB + ".nspawn"), "[Exec]\n");
    Files.writeString(test.settings.resolve(WEB + ".nspawn"), "[Network]\n");

    CloneMethod method = new ImageClone(test.store).make(WEB, TWIN, true);

    assertAll(
        () -> assertTrue(List.of(CloneMethod.COPY, CloneMethod.REFLINK).contains(method)),
        () ->
            assertEquals(
                "jbuild-test-web\n", Files.readString(test.pool.resolve(TWIN + "/etc/hostname"))),
        () -> assertTrue(test.get(TWIN.value()).readOnly()),
        () -> assertFalse(test.get(WEB.value()).readOnly()),
        () -> assertEquals("[Exec]\n", Files.readString(test.pool.resolve(TWIN + ".nspawn"))),
        () ->
            assertEquals("[Network]\n", Files.readString(test.settings.resolve(TWIN + ".nspawn"))));
  }

  @Test
  void whatOnlyItsOwnerMayReadStaysSo() throws IOException {
    Set<PosixFilePermission> secret = PosixFilePermissions.fromString("rw-------");
    Set<PosixFilePermission> open = PosixFilePermissions.fromString("rw-r--r--");
    test.tree(WEB.value());
    Path own = Files.createFile(test.settings.resolve(WEB + ".nspawn"));
    Files.setPosixFilePermissions(own, secret);
    Path beside = Files.createFile(test.pool.resolve(WEB + ".nspawn"));
    Files.setPosixFilePermissions(beside, open);

    new ImageClone(test.store).make(WEB, TWIN, false);
    SmallFile.write(own, new byte[1], own);
    Path fresh = test.settings.resolve("new.nspawn");
    SmallFile.write(fresh, new byte[1], fresh);

    assertAll(
        () -> assertEquals(secret, mode(test.settings.resolve(TWIN + ".nspawn"))),
        () -> assertEquals(open, mode(test.pool.resolve(TWIN + ".nspawn"))),
        () -> assertEquals(secret, mode(own)),
        () -> assertEquals(secret, mode(fresh)));
  }

  private static Set<PosixFilePermission> mode(Path file) throws IOException {
    return Files.getPosixFilePermissions(file);
  }

  @Test
  void aCloneOfADiskImageThatIsNotToBeWrittenCanBeWritten() throws IOException {
    Path disk = test.disk(WEB.value());
    Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("r--r--r--"));
    Files.createFile(test.pool.resolve(WEB + ".roothash"));

    new ImageClone(test.store).make(WEB, TWIN, false);

    assertAll(
        () -> assertFalse(test.get(TWIN.value()).readOnly()),
        () -> assertTrue(Files.exists(test.pool.resolve(TWIN + ".roothash"))));
  }

  @Test
  void aRenamedImageTakesAllThatBelongsToItAlong() throws IOException {
    Path tree = test.tree(WEB.value());
    WriteProtection.set(ImageType.DIRECTORY, tree, true);
    Files.createFile(test.pool.resolve(WEB + ".nspawn"));
    Files.createFile(test.pool.resolve(WEB + ".verity"));
    Files.createFile(test.settings.resolve(WEB + ".nspawn"));

    new ImageRename(test.store).make(WEB, TWIN);

    assertAll(
        () -> assertEquals(List.of(TWIN.value(), TWIN + ".nspawn", TWIN + ".verity"), test.names()),
        () -> assertEquals(List.of(TWIN + ".nspawn"), SmallStore.names(test.settings)),
        () -> assertTrue(test.get(TWIN.value()).readOnly()));
  }

  @Test
  @SuppressWarnings("try") // The lock is held, not used.
  void anImageInUseIsNeitherRenamedNorRemovedNorMarked() throws IOException {
    Path tree = test.tree(WEB.value());

    try (ImageLock machine = ImageLock.exclusive(tree)) {
      String busy = "Directory tree " + tree + " is currently busy.";
      assertAll(
          () -> refused(busy, () -> new ImageRename(test.store).make(WEB, TWIN)),
          () -> refused(busy, () -> new ImageRemoval(test.store).remove(WEB)),
          () -> refused(busy, () -> new ImageChanges(test.store).setReadOnly(WEB, true)),
          () -> assertEquals(List.of(), new StoreCleaning(test.store).clean(true)));
    }

    assertEquals(List.of(WEB.value()), test.names());
  }

  @Test
  @SuppressWarnings("try") // The locks are held, not used.
  void anImageThatSomebodyReadsStaysWhereItIs() throws IOException {
    Path tree = test.tree(WEB.value());

    try (ImageLock reader = ImageLock.ofReader(tree);
        ImageLock another = ImageLock.ofReader(tree);
        ImageLock machine = ImageLock.exclusive(tree)) {
      assertTrue(test.get(WEB.value()).isWritten());
    }
    try (ImageLock reader = ImageLock.ofReader(tree)) {
      String copied = "somebody is copying it";
      assertAll(
          () -> assertFalse(test.get(WEB.value()).isWritten()),
          () -> refused(copied, () -> new ImageRename(test.store).make(WEB, TWIN)),
          () -> refused(copied, () -> new ImageRemoval(test.store).remove(WEB)),
          () -> assertEquals(List.of(), new StoreCleaning(test.store).clean(true)));
    }

    assertEquals(List.of(WEB.value()), test.names());
  }

  @Test
  @SuppressWarnings("try") // The locks are held, not used.
  void anImageIsClonedWhileItIsUsedButNotWhileItIsRemoved() throws IOException {
    Path tree = test.tree(WEB.value());

    try (ImageLock remover = ImageLock.ofRemover(tree)) {
      refused(
          "somebody is removing or renaming it",
          () -> new ImageClone(test.store).make(WEB, TWIN, false));
    }
    try (ImageLock machine = ImageLock.exclusive(tree)) {
      new ImageClone(test.store).make(WEB, TWIN, false);
    }

    assertEquals(List.of(TWIN.value(), WEB.value()), test.names());
  }

  @Test
  void aNameThatIsTakenIsNotGivenAgain() throws IOException {
    test.tree(WEB.value());
    test.disk(TWIN.value());

    String taken = "Image 'jbuild-test-twin' already exists.";
    assertAll(
        () -> refused(taken, () -> new ImageRename(test.store).make(WEB, TWIN)),
        () -> refused(taken, () -> new ImageClone(test.store).make(WEB, TWIN, false)),
        () -> assertEquals(List.of(TWIN + ".raw", WEB.value()), test.names()),
        () ->
            assertEquals(
                "take another name, or remove that image first",
                assertThrows(Failure.class, () -> new ImageClone(test.store).make(WEB, WEB, false))
                    .fix()));
  }

  @Test
  void aProtectedTreeIsRemovedWithItsSettings() throws IOException {
    WriteProtection.set(ImageType.DIRECTORY, test.tree(WEB.value()), true);
    Files.createFile(test.pool.resolve(WEB + ".roothash"));
    Files.createFile(test.settings.resolve(WEB + ".nspawn"));

    List<String> staying = new ImageRemoval(test.store).remove(WEB);

    assertAll(
        () -> assertEquals(List.of(), staying),
        () -> assertEquals(List.of(), test.names()),
        () -> assertEquals(List.of(), SmallStore.names(test.settings)));
  }

  @Test
  void ofALinkOnlyTheLinkIsRemoved() throws IOException {
    Path tree = SmallStore.tree(directory, "elsewhere");
    Path link = Files.createSymbolicLink(test.pool.resolve(WEB.value()), tree);

    List<String> staying = new ImageRemoval(test.store).remove(WEB);

    assertAll(
        () ->
            assertEquals(
                List.of("Removed the link " + link + " only: " + tree + " stays as it is."),
                staying),
        () -> assertTrue(Files.exists(tree.resolve("etc/hostname"))),
        () -> assertEquals(List.of(), test.names()));
  }

  @Test
  void theHostAndTheVendorsImagesStay() throws IOException {
    SmallStore.tree(test.vendor, WEB.value());

    String host = "Read-only file system: it is the host itself";
    String vendor =
        "Read-only file system: it belongs to the vendor of the host, below " + test.vendor;
    assertAll(
        () -> refused(host, () -> new ImageRemoval(test.store).remove(ImageName.HOST)),
        () -> refused(vendor, () -> new ImageRemoval(test.store).remove(WEB)),
        () -> refused(vendor, () -> new ImageRename(test.store).make(WEB, TWIN)),
        () -> refused(vendor, () -> new ImageChanges(test.store).setReadOnly(WEB, false)),
        () -> assertEquals(List.of(), new StoreCleaning(test.store).clean(true)));
  }

  @Test
  void oneOfManyVersionsStays() throws IOException {
    Path versions = Files.createDirectory(test.pool.resolve(WEB + ".v"));
    SmallStore.tree(versions, WEB + "_1");

    refused(
        "it is the newest version in " + versions, () -> new ImageRemoval(test.store).remove(WEB));
  }

  @Test
  void marksEachTypeInItsWay() throws IOException {
    Path tree = test.tree(WEB.value());
    Path disk = test.disk(TWIN.value());
    ImageChanges changes = new ImageChanges(test.store);

    changes.setReadOnly(WEB, true);
    changes.setReadOnly(TWIN, true);
    boolean marked = test.get(WEB.value()).readOnly() && test.get(TWIN.value()).readOnly();
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(disk));
    assertThrows(IOException.class, () -> Files.createFile(tree.resolve("new")));
    changes.setReadOnly(WEB, false);
    changes.setReadOnly(TWIN, false);

    assertAll(
        () -> assertTrue(marked),
        () -> assertEquals("r--r--r--", mode),
        () -> assertFalse(test.get(WEB.value()).readOnly()),
        () -> assertFalse(test.get(TWIN.value()).readOnly()));
  }

  @Test
  void cleaningRemovesHiddenImagesOrAll() throws IOException {
    test.tree(WEB.value());
    test.tree(".old");
    Files.createDirectory(test.pool.resolve(".#jbuild-dead"));
    StoreCleaning cleaning = new StoreCleaning(test.store);

    List<String> hidden = cleaning.clean(false).stream().map(c -> c.name().value()).toList();
    List<String> rest = cleaning.clean(true).stream().map(c -> c.name().value()).toList();

    assertAll(
        () -> assertEquals(List.of(".old"), hidden),
        () -> assertEquals(List.of(WEB.value()), rest),
        () -> assertEquals(List.of(), test.names()));
  }

  @Test
  void limitsNeedAFileSystemThatCounts() throws IOException {
    test.tree(WEB.value());

    Failure failure =
        assertThrows(
            Failure.class, () -> new ImageChanges(test.store).limit(WEB, OptionalLong.of(1 << 20)));

    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
  }

  @Test
  void settingsAreEditedInThePlaceOfTheAdministrator() throws IOException {
    Path beside = Files.createFile(test.pool.resolve(WEB + ".nspawn"));
    SettingsPlaces places = new SettingsPlaces(test.store.places());
    Path own = test.settings.resolve(WEB + ".nspawn");

    assertAll(
        () -> assertEquals(new SettingsPlaces.Edited(own, beside), places.edited(WEB.value())),
        () -> assertEquals(beside, places.find(WEB + ".nspawn").orElseThrow()),
        () -> assertTrue(places.find("nothing").isEmpty()),
        () -> refused("Invalid settings file name '../x.nspawn'.", () -> places.find("../x")),
        () -> refused("Invalid settings file path '/etc/../x'.", () -> places.find("/etc/../x")));
  }

  private static void refused(String why, Executable change) {
    assertEquals(why, assertThrows(Failure.class, change).why());
  }
}
