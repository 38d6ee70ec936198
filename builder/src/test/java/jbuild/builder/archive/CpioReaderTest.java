package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class CpioReaderTest {
  private static final int MODE_AT = 14;
  private static final int LINKS_AT = 38;
  private static final int SIZE_AT = 54;
  private static final int NAME_SIZE_AT = 94;
  private static final int NAME_AT = 110;

  @TempDir Path directory;
  private Path copy;

  @BeforeEach
  void makeAnEmptyDirectory() throws IOException {
    copy = Files.createDirectory(directory.resolve("copy"));
  }

  @AfterEach
  void removeWhatJavaHasNoNamesFor() {
    Trees.remove(copy);
    Trees.remove(directory.resolve("tree"));
  }

  @Test
  void givesBackWhatTheFormatHolds() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    SampleTree.make(tree);
    Path archive = directory.resolve("archive");
    CpioArchives.write(tree, archive, Compression.ZSTD, notice -> {});

    extract(archive);

    assertEquals(
        Snapshot.of(tree).stream()
            .filter(line -> !line.startsWith("dev/log "))
            .filter(line -> !line.startsWith("var/late ") && !line.startsWith("var/old "))
            .map(CpioReaderTest::held)
            .toList(),
        Snapshot.of(copy).stream()
            .filter(line -> !line.startsWith("var/late ") && !line.startsWith("var/old "))
            .map(CpioReaderTest::held)
            .toList());
  }

  /** Without attributes and parts of seconds. */
  private static String held(String line) {
    return line.replaceAll("time (-?[0-9]+)[.][0-9]+", "time $1").replaceAll("[{].*[}]", "");
  }

  @Test
  void givesEmptyFilesAllTheirNames() throws IOException {
    Path archive =
        archive(
            member("one", 0100644, 2, "") + member("two", 0100644, 2, "") + member("TRAILER!!!"));

    extract(archive);

    assertEquals(2, Files.getAttribute(copy.resolve("one"), "unix:nlink"));
    assertEquals(
        Files.getAttribute(copy.resolve("one"), "unix:ino"),
        Files.getAttribute(copy.resolve("two"), "unix:ino"));
  }

  @Test
  void checksTheChecksumsOfFiles() throws IOException {
    String good = member("one", 0100644, 1, "ab").replaceFirst("070701", "070702");
    String summed = good.substring(0, 102) + "%08X".formatted('a' + 'b') + good.substring(110);
    extract(archive(summed + member("TRAILER!!!")));
    assertEquals("ab", Files.readString(copy.resolve("one")));

    refuses("the checksum of a file in it is wrong", summed.replace("ab", "ac"));
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatNoArchiveMay() {
    String file = member("one", 0100644, 1, "content");
    return Stream.of(
        hostile("a name that leads out", "'..'", member("../one", 0100644, 1, "x")),
        hostile("a name within that leads out", "'..'", member("a/../../b", 0100644, 1, "x")),
        hostile("no header", "none of cpio", file + "x".repeat(112)),
        hostile("no digits", "no number", changed(file, SIZE_AT, "0000000G")),
        hostile("a sign in a number", "no number", changed(file, SIZE_AT, "-0000001")),
        hostile("a size beyond its end", "ends in the middle", changed(file, SIZE_AT, "0FFFFFFF")),
        hostile("a name without end", "does not end", changed(file, NAME_AT + 3, "x")),
        hostile("a name of no bytes", "longer", changed(file, NAME_SIZE_AT, "00000000")),
        hostile("a name of megabytes", "longer", changed(file, NAME_SIZE_AT, "00F00000")),
        hostile("a NUL in a name", "NUL", changed(file, NAME_AT + 1, "\0")),
        hostile("a type that is none", "no type", changed(file, MODE_AT, "0000F1A4")),
        hostile("a socket", "no type", changed(file, MODE_AT, "0000C1A4")),
        hostile("a directory with content", "no regular file", member("d", 040755, 2, "x")),
        hostile("a link to nowhere", "wrong length", member("l", 0120777, 1, "")),
        hostile("a link of megabytes", "wrong length", member("l", 0120777, 1, "x".repeat(5000))),
        hostile("a disk", "no use", changed(member("d", 060600, 1, ""), 78, "00000008")),
        hostile(
            "a file below a link",
            "no directory",
            member("l", 0120777, 1, "/etc") + member("l/passwd", 0100644, 1, "x")),
        hostile("the root as a file", "the root", member(".", 0100644, 1, "x")),
        hostile("a file cut short", "none of cpio", file.substring(0, 116)),
        hostile("links of the root", "replace the root", rootLinks()));
  }

  private static String rootLinks() {
    return changed(member("one", 0100644, 2, ""), LINKS_AT, "00000002")
        + member(".", 0100644, 2, "x");
  }

  @Test
  void readsDamagedArchivesWithoutAnyOtherFailure() throws IOException {
    byte[] whole =
        (member("d", 040755, 2, "")
                + member("d/one", 0100644, 2, "")
                + member("d/two", 0100644, 2, "content")
                + member("d/link", 0120777, 1, "one")
                + member("TRAILER!!!"))
            .getBytes(StandardCharsets.ISO_8859_1);
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = whole.clone();
      for (int change = 0; change <= random.nextInt(3); change++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Path archive = Files.write(directory.resolve("damaged"), damaged);
      Trees.remove(copy);
      Files.createDirectory(copy);
      try {
        extract(archive);
      } catch (Failure expected) {
        assertEquals(1, expected.status().code(), expected::toString);
      }
    }
    assertEquals(List.of("copy", "damaged"), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private DynamicTest hostile(String name, String why, String archive) {
    return DynamicTest.dynamicTest(name, () -> refuses(why, archive));
  }

  private void refuses(String why, String archive) throws IOException {
    Path file = archive(archive + member("TRAILER!!!"));
    Path aside = Files.createTempDirectory(copy, "case-");
    Path target = Files.createDirectory(aside.resolve("target"));
    Failure failure =
        assertThrows(
            Failure.class, () -> Archives.extract(file, target, Limits.STANDARD, notice -> {}));
    assertAll(
        () -> assertTrue(failure.why().contains(why), failure.why()),
        () -> assertEquals(List.of("target"), List.of(aside.toFile().list())));
  }

  private void extract(Path archive) {
    Archives.extract(archive, copy, Limits.STANDARD.withAnyDevice(), notice -> {});
  }

  private Path archive(String content) throws IOException {
    return Files.write(directory.resolve("made"), content.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String changed(String archive, int at, String text) {
    return archive.substring(0, at) + text + archive.substring(at + text.length());
  }

  private static String member(String name) {
    return member(name, 0, 1, "");
  }

  private static String member(String name, int mode, int links, String content) {
    UnaryOperator<String> aligned = text -> text + "\0".repeat(-text.length() & 3);
    String header =
        "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X"
            .formatted(5, mode, 0, 0, links, 0, content.length(), 0, 0, 0, 0, name.length() + 1, 0);
    return aligned.apply(header + name + "\0") + aligned.apply(content);
  }
}
