package jbuild.builder.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Compression;
import jbuild.builder.plan.Progress;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.MachineImages;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.ImageType;
import jbuild.runner.image.store.StorePlaces;
import jbuild.runner.image.store.StoredImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("root")
class TransferTest {
  private static final ImageName WEB = new ImageName("jbuild-test-transfer");

  @TempDir Path directory;
  private Path pool;
  private ImageStore store;

  @BeforeEach
  void makeAStore() throws IOException {
    pool = Files.createDirectory(directory.resolve("machines"));
    MachineImages images = new MachineImages(List.of(pool), pool);
    store = new ImageStore(new StorePlaces(images, List.of(directory), Path.of("/usr")));
  }

  @ParameterizedTest
  @EnumSource
  void aTreeSurvivesTheWayOutAndIn(Compression compression) throws IOException {
    Path source = system(directory.resolve("source"));
    StoredImage image = TreeImport.run(source, plan(WEB, false));
    Path archive = directory.resolve("web.tar" + compression.suffix());
    export(image, compression).asTar(ExportTarget.of(Optional.of(archive)));

    ImageName again = new ImageName(WEB + "-again");
    StoredImage imported = TarImport.run(Optional.of(archive), plan(again, false));

    assertAll(
        () -> assertEquals(names(source), names(imported.path())),
        () ->
            assertEquals("ID=tiny\n", Files.readString(imported.path().resolve("etc/os-release"))),
        () -> assertEquals(List.of(WEB.value(), again.value()), names(pool, 1)));
  }

  @Test
  void aSystemInTheOnlyDirectoryOfAnArchiveIsLifted() throws IOException {
    Path packed = Files.createDirectory(directory.resolve("packed"));
    Path system = system(packed.resolve("etc"));

    StoredImage image = TarImport.run(Optional.of(archive(packed)), plan(WEB, false));

    assertEquals(names(system), names(image.path()));
  }

  @Test
  void anOnlyDirectoryWithoutASystemStays() throws IOException {
    Path packed = Files.createDirectory(directory.resolve("packed"));
    Files.createDirectory(packed.resolve("data"));

    StoredImage image = TarImport.run(Optional.of(archive(packed)), plan(WEB, false));

    assertEquals(List.of("", "data"), names(image.path()));
  }

  @Test
  void zerosOfADiskBecomeHolesAndAllBytesStay() throws IOException {
    byte[] content = disk();
    Path file = Files.write(directory.resolve("disk.raw"), content);

    StoredImage image = RawImport.run(Optional.of(file), plan(WEB, false));

    assertAll(
        () -> assertArrayEquals(content, Files.readAllBytes(image.path())),
        () -> assertEquals(ImageType.RAW, image.type()),
        () -> assertTrue(image.space().usage().orElse(0) < content.length / 4, image.toString()));
  }

  @ParameterizedTest
  @EnumSource
  void aDiskSurvivesTheWayOutAndIn(Compression compression) throws IOException {
    byte[] content = disk();
    Files.write(pool.resolve(WEB + ".raw"), content);
    Path file = directory.resolve("disk.raw" + compression.suffix());
    export(store.get(WEB, "cannot look"), compression).asRaw(ExportTarget.of(Optional.of(file)));

    StoredImage image = RawImport.run(Optional.of(file), plan(WEB, true));

    assertArrayEquals(content, Files.readAllBytes(image.path()));
  }

  @Test
  void whatIsNoDiskIsNotImportedAsOne() throws IOException {
    Path text = Files.writeString(directory.resolve("text.tar.xz"), "only text\n");

    Failure failure =
        assertThrows(Failure.class, () -> RawImport.run(Optional.of(text), plan(WEB, false)));

    assertAll(
        () -> assertEquals("cannot import " + text, failure.what()),
        () ->
            assertEquals(
                "it has neither a partition table nor a file system that is known here",
                failure.why()),
        () -> assertEquals(List.of(), names(pool, 1)));
  }

  @Test
  void anExportGoesWhereAFileCanBe() throws IOException {
    system(pool.resolve(WEB.value()));
    StoredImage tree = store.get(WEB, "cannot look");

    Failure toDirectory =
        assertThrows(
            Failure.class,
            () -> export(tree, Compression.NONE).asTar(ExportTarget.of(Optional.of(directory))));
    Failure toNowhere =
        assertThrows(
            Failure.class,
            () ->
                export(tree, Compression.NONE)
                    .asTar(ExportTarget.of(Optional.of(Path.of("/proc/x")))));

    assertAll(
        () -> assertEquals("it is a directory", toDirectory.why()),
        () -> assertEquals("cannot write /proc/x", toNowhere.what()),
        () -> assertEquals("no files can be made in /proc", toNowhere.why()));
  }

  @Test
  @SuppressWarnings("try") // The lock is held, not used.
  void anImageThatIsBeingRemovedIsNotExported() throws IOException {
    Path tree = system(pool.resolve(WEB.value()));
    StoredImage image = store.get(WEB, "cannot look");
    Path file = directory.resolve("file.tar");

    try (ImageLock remover = ImageLock.ofRemover(tree)) {
      Failure failure =
          assertThrows(
              Failure.class,
              () -> export(image, Compression.NONE).asTar(ExportTarget.of(Optional.of(file))));
      assertEquals("somebody is removing or renaming it", failure.why());
    }

    assertFalse(Files.exists(file));
  }

  @Test
  void whatIsDamagedLeavesNothing() throws IOException {
    Path archive = archive(system(directory.resolve("source")));
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));

    Failure failure =
        assertThrows(Failure.class, () -> TarImport.run(Optional.of(archive), plan(WEB, false)));

    assertAll(
        () -> assertEquals("cannot extract " + archive, failure.what()),
        () -> assertEquals(List.of(), names(pool, 1)));
  }

  @Test
  void whatIsDamagedReplacesNothing() throws IOException {
    Path old = system(pool.resolve(WEB.value()));
    Path archive = Files.writeString(directory.resolve("web.tar"), "no archive");

    assertThrows(Failure.class, () -> TarImport.run(Optional.of(archive), plan(WEB, true)));

    assertAll(
        () -> assertTrue(Files.exists(old.resolve("etc/os-release"))),
        () -> assertEquals(List.of(WEB.value()), names(pool, 1)));
  }

  @Test
  void anExportThatFailsLeavesTheOlderFile() throws IOException {
    StoredImage image = TreeImport.run(system(directory.resolve("source")), plan(WEB, false));
    Path file = Files.writeString(directory.resolve("web.tar"), "older");
    Files.delete(image.path().resolve("etc/os-release"));
    Files.delete(image.path().resolve("etc"));
    Files.delete(image.path().resolve("file"));
    Files.delete(image.path());

    assertThrows(
        Failure.class,
        () -> export(image, Compression.NONE).asTar(ExportTarget.of(Optional.of(file))));

    assertEquals("older", Files.readString(file));
  }

  @Test
  void eachKindOfImageIsExportedAsWhatItIs() throws IOException {
    StoredImage tree = TreeImport.run(system(directory.resolve("source")), plan(WEB, false));
    Files.write(pool.resolve("disk.raw"), disk());
    StoredImage disk = store.get(new ImageName("disk"), "cannot look");
    ExportTarget target = ExportTarget.of(Optional.of(directory.resolve("file")));

    Failure asRaw = assertThrows(Failure.class, () -> export(tree, Compression.NONE).asRaw(target));
    Failure asTar = assertThrows(Failure.class, () -> export(disk, Compression.NONE).asTar(target));

    assertAll(
        () -> assertTrue(asRaw.why().startsWith("it is no disk image, but "), asRaw.why()),
        () -> assertEquals("it is no tree of files, but raw", asTar.why()),
        () -> assertTrue(Files.notExists(directory.resolve("file"))));
  }

  @Test
  void whatCannotBeReadOrWrittenIsNamed() throws IOException {
    StoredImage image = TreeImport.run(system(directory.resolve("source")), plan(WEB, false));
    Path missing = directory.resolve("missing/web.tar");
    ImageName other = new ImageName("jbuild-test-other");

    assertAll(
        () ->
            refused(
                "cannot import " + missing + ": no such file or directory",
                () -> TarImport.run(Optional.of(missing), plan(other, false))),
        () ->
            refused(
                "cannot import " + pool + ": it is a directory",
                () -> RawImport.run(Optional.of(pool), plan(other, false))),
        () ->
            refused(
                "cannot write " + missing + ": there is no directory " + missing.getParent(),
                () ->
                    export(image, Compression.NONE).asTar(ExportTarget.of(Optional.of(missing)))));
  }

  private static void refused(String message, Executable transfer) {
    assertEquals(message, assertThrows(Failure.class, transfer).getMessage());
  }

  private ImportPlan plan(ImageName name, boolean force) {
    return new ImportPlan(store, name, force, false, Progress.SILENT);
  }

  private static ImageExport export(StoredImage image, Compression compression) {
    return new ImageExport(image, compression, Progress.SILENT);
  }

  private static Path system(Path tree) throws IOException {
    Path etc = Files.createDirectories(tree.resolve("etc"));
    Files.write(etc.resolve("os-release"), "ID=tiny\n".getBytes(UTF_8));
    Files.createFile(tree.resolve("file"));
    return tree;
  }

  private Path archive(Path tree) {
    Path file = directory.resolve("archive.tar.gz");
    Archives.write(tree, file, Compression.GZIP, notice -> {});
    return file;
  }

  /** Two blocks of data in many zeros, and a part of a block at the end. */
  private static byte[] disk() {
    byte[] disk = new byte[(1 << 20) + 100];
    byte[] data = new byte[5000];
    new Random(1).nextBytes(data);
    System.arraycopy(data, 0, disk, 8192, data.length);
    System.arraycopy(data, 0, disk, 700_001, data.length);
    disk[disk.length - 1] = 1;
    System.arraycopy("hsqs".getBytes(StandardCharsets.US_ASCII), 0, disk, 0, 4);
    return disk;
  }

  private static List<String> names(Path tree) throws IOException {
    return names(tree, Integer.MAX_VALUE);
  }

  private static List<String> names(Path tree, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(tree, depth)) {
      return files
          .map(file -> tree.relativize(file).toString())
          .filter(name -> depth > 1 || !name.isEmpty())
          .sorted()
          .toList();
    }
  }
}
