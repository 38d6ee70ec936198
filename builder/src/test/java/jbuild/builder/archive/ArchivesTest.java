package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
class ArchivesTest {
  private static final Limits LIMITS = Limits.STANDARD.withAnyDevice();

  @TempDir Path directory;
  private final List<String> notices = new ArrayList<>();
  private Path tree;
  private Path copy;
  private Path archive;

  @BeforeEach
  void makeATreeWithOneOfEverything() throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
    copy = Files.createDirectory(directory.resolve("copy"));
    archive = directory.resolve("archive");
    SampleTree.make(tree);
  }

  @AfterEach
  void removeWhatJavaHasNoNamesFor() {
    Trees.remove(tree);
    Trees.remove(copy);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void makesArchivesThatGnuTarUnderstandsCompletely(Compression compression) throws Exception {
    Archives.write(tree, archive, compression, notices::add);
    // Expanded here: a small host has GNU tar, but not every program that it asks to expand.
    Path plain = directory.resolve("plain");
    try (InputStream expanded = Compression.expandAny(Files.newInputStream(archive))) {
      Files.copy(expanded, plain);
    }

    tar("--xattrs", "--xattrs-include=*", "--acls", "-xpf", plain.toString(), "-C", copyPath());

    assertAll(
        () -> assertEquals(snapshotWithoutSocket(), text(Snapshot.of(copy))),
        () -> assertEquals(List.of("left out dev/log: it is a socket"), notices));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsItsOwnArchivesBack(Compression compression) throws Exception {
    Archives.write(tree, archive, compression, notice -> {});

    Archives.extract(archive, copy, LIMITS, notices::add);

    assertAll(
        () -> assertEquals(snapshotWithoutSocket(), text(Snapshot.of(copy))),
        () -> assertEquals(List.of(), notices));
  }

  @Test
  void readsWhatGnuTarWritesInThePosixFormat() throws Exception {
    writeWithGnuTar("--format=posix", "--xattrs", "--xattrs-include=*", "--acls", "-S");

    Archives.extract(archive, copy, LIMITS, notices::add);

    assertAll(
        () -> assertEquals(snapshotWithoutSocket(), text(Snapshot.of(copy))),
        () -> assertEquals(List.of(), notices));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-S", "--no-check-device"})
  void readsWhatGnuTarWritesInItsOwnFormat(String option) throws Exception {
    writeWithGnuTar("--format=gnu", option);

    Archives.extract(archive, copy, LIMITS, notices::add);
    Path again = Files.createDirectory(directory.resolve("again"));
    tar("-xpf", archive.toString(), "-C", again.toString());

    assertEquals(text(Snapshot.of(again)), text(Snapshot.of(copy)));
    Trees.remove(again);
  }

  @Test
  void keepsHolesSmallInTheArchiveAndInTheCopy() throws Exception {
    Archives.write(tree, archive, Compression.NONE, notice -> {});

    Archives.extract(archive, copy, LIMITS, notices::add);

    try (ImageTree extracted = ImageTree.open(copy)) {
      assertAll(
          () -> assertTrue(Files.size(archive) < 1 << 20, "size of the archive"),
          () -> assertEquals(SampleTree.SPARSE_SIZE, extracted.status("var/sparse").size()),
          () -> assertTrue(extracted.status("var/sparse").blocks() <= 32),
          () -> assertEquals(0, extracted.status("var/only-a-hole").blocks()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "C.UTF-8"})
  void writesTheSameBytesWhateverTheLocale(String locale) throws Exception {
    Archives.write(tree, archive, Compression.NONE, notice -> {});
    Path other = directory.resolve("other");
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ArchiveProgram.class.getName(),
            tree.toString(),
            other.toString());
    program.environment().put("LC_ALL", locale);

    assertEquals(0, program.inheritIO().start().waitFor());

    assertEquals(-1, Files.mismatch(archive, other));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void writesTheSameBytesEachTimeForTheOwnerOnly(Compression compression) throws Exception {
    Path other = directory.resolve("other");
    Archives.write(tree, archive, compression, notice -> {});
    Archives.write(tree, other, compression, notice -> {});

    assertAll(
        () -> assertArrayEquals(Files.readAllBytes(archive), Files.readAllBytes(other)),
        () ->
            assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(archive))));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void saysThatTheDiskIsFull(Compression compression) throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", small.toString());
    try {
      Failure failure =
          assertThrows(
              Failure.class,
              () -> Archives.write(tree, small.resolve("archive"), compression, notice -> {}));

      assertAll(
          () -> assertEquals("cannot write " + small.resolve("archive"), failure.what()),
          () -> assertTrue(failure.why().contains("ENOSPC"), failure.why()));
    } finally {
      run("umount", small.toString());
    }
  }

  @Test
  void refusesToExtractAmongOtherFiles() throws Exception {
    Archives.write(tree, archive, Compression.NONE, notice -> {});
    Files.createFile(copy.resolve("other"));

    Failure failure =
        assertThrows(Failure.class, () -> Archives.extract(archive, copy, LIMITS, notices::add));

    assertEquals("it is not empty", failure.why());
  }

  private void writeWithGnuTar(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--sort=name", "-cf", archive.toString(), "-C", tree.toString(), "."));
    tar(all.toArray(String[]::new));
  }

  private static void tar(String... options) throws Exception {
    List<String> argv = new ArrayList<>(List.of("tar", "--numeric-owner"));
    argv.addAll(List.of(options));
    run(argv.toArray(String[]::new));
  }

  private static void run(String... argv) throws Exception {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
  }

  private String copyPath() {
    return copy.toString();
  }

  private String snapshotWithoutSocket() {
    return text(Snapshot.of(tree).stream().filter(line -> !line.startsWith("dev/log ")).toList());
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }
}
