package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.FileStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers of images on top of each other: what they hide, and that they hide nothing else. */
@Tag("root")
class LayersTest {
  @TempDir Path directory;
  private Path target;
  private Path victim;

  @BeforeEach
  void makeATree() throws IOException {
    target = Files.createDirectory(directory.resolve("target"));
    victim = Files.createDirectory(directory.resolve("victim"));
    Files.writeString(victim.resolve("original"), "of the host");
  }

  @AfterEach
  void removeTheTree() {
    Trees.remove(target);
  }

  @Test
  void aWhiteoutHidesAFileOrATreeOfALowerLayer() {
    apply(new RawTar().file("a", "1").file("b/c/d", "2").file("e", "3"));
    apply(new RawTar().file(".wh.a", "").file(".wh.b", ""));

    assertEquals(List.of("e"), paths());
  }

  @Test
  void nothingOfItsOwnLayerIsHiddenByAWhiteoutWhicheverComesFirst() {
    apply(new RawTar().file("a/old", "1").file("b/old", "2"));
    apply(new RawTar().file("a/new", "3").file(".wh.a", "").file(".wh.b", "").file("b/new", "4"));

    assertEquals(List.of("a", "a/new", "b", "b/new"), paths());
  }

  @Test
  void anOpaqueDirectoryShowsOnlyWhatItsOwnLayerPutsThere() {
    apply(new RawTar().file("a/b/old", "1").file("a/c", "2").file("d", "3"));
    apply(new RawTar().file("a/b/new", "4").file("a/.wh..wh..opq", "").file("a/e", "5"));

    assertEquals(List.of("a", "a/b", "a/b/new", "a/e", "d"), paths());
  }

  @Test
  void whiteoutsOfWhatIsNotThereChangeNothing() {
    apply(new RawTar().file("a", "1"));
    apply(new RawTar().file(".wh.b", "").file("c/.wh.d", "").file("e/.wh..wh..opq", ""));

    assertEquals(List.of("a"), paths());
  }

  @Test
  void notesOfAufsAreLeftOut() {
    apply(new RawTar().directory(".wh..wh.plnk").file(".wh..wh.aufs", "").file("a", "1"));

    assertEquals(List.of("a"), paths());
  }

  @Test
  void aFileTakesThePlaceOfADirectoryOfALowerLayerAndTheOtherWayRound() throws IOException {
    apply(new RawTar().file("a/b", "1").file("c", "2").link("d", "a"));
    apply(new RawTar().file("a", "3").directory("c").directory("d").file("d/e", "4"));

    assertEquals(List.of("a", "c", "d", "d/e"), paths());
    assertEquals("3", Files.readString(target.resolve("a")));
  }

  @Test
  void linksOfLowerLayersLeadInsideTheTreeWhereverTheyPoint() {
    apply(
        new RawTar()
            .directory("usr/lib")
            .link("lib", "usr/lib")
            .link("up", "../../usr")
            .link("host", victim.toString()));
    apply(new RawTar().file("lib/new", "1").directory("lib/dir").file("up/file", "2"));

    assertEquals(
        List.of("host", "lib", "up", "usr", "usr/file", "usr/lib", "usr/lib/dir", "usr/lib/new"),
        paths());
    assertEquals(
        "cannot apply layer: host/original in it is below something that is no directory",
        assertThrows(Failure.class, () -> apply(new RawTar().file("host/original", "mine")))
            .getMessage());
  }

  @Test
  void aHardLinkMayHaveAFileOfALowerLayer() throws IOException {
    apply(new RawTar().file("a", "1"));
    apply(new RawTar().hardLink("b", "a"));

    assertEquals(2, Files.getAttribute(target.resolve("a"), "unix:nlink"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("whiteout of nothing", new RawTar().file(".wh.", "")),
        arguments("whiteout of nothing", new RawTar().file("a/.wh.", "")),
        arguments("whiteout of nothing", new RawTar().file(".wh..", "")),
        arguments("whiteout of nothing", new RawTar().file(".wh...", "")),
        arguments("whiteout of nothing", new RawTar().directory("lower/.wh...")),
        arguments("up and out", new RawTar().file("../.wh.victim", "")),
        arguments("up and out", new RawTar().file("lower/../../.wh.victim", "")),
        arguments("kept for whiteouts", new RawTar().file(".wh.a/b", "")),
        arguments("kept for whiteouts", new RawTar().file(".wh..wh.plnk/b", "")),
        arguments("behind a link", new RawTar().file("out/.wh.original", "")),
        arguments("behind a link", new RawTar().file("out/.wh..wh..opq", "")),
        arguments("behind a link", new RawTar().link("l", "../victim").file("l/.wh.original", "")),
        arguments("behind a link", new RawTar().link("l", "../victim").file("l/.wh..wh..opq", "")),
        arguments("has made itself", new RawTar().link("l", "lower").file("l/new", "")),
        arguments("has made itself", new RawTar().link("l", "lower").directory("l/new/er")),
        arguments("no directory", new RawTar().file("out/original", "mine")),
        arguments("no directory", new RawTar().file("file/x", "mine")),
        arguments("hard link", new RawTar().hardLink("b", "out/original")),
        arguments("hard link", new RawTar().hardLink("b", "/etc/passwd")),
        arguments("directory first", new RawTar().file("own/x", "").file("own", "")),
        arguments("replace the root", new RawTar().link(".", "../victim")));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void hostileLayersAreRefusedAndChangeNothingElse(String reason, RawTar layer) {
    List<String> before = Snapshot.of(victim);
    apply(new RawTar().link("out", "../victim").directory("lower").file("file", ""));

    Failure failure = assertThrows(Failure.class, () -> apply(layer));

    assertTrue(failure.why().contains(reason), failure.why());
    assertEquals(ExitStatus.FAILED, failure.status());
    assertEquals(before, Snapshot.of(victim));
  }

  @Test
  void chosenFilesComeWithTheDirectoriesAboveThem() throws IOException {
    Files.createDirectories(target.resolve("a/b"));
    Files.createDirectories(target.resolve("ab/c"));
    Files.createDirectories(target.resolve("empty"));
    Files.writeString(target.resolve("a/b/file"), "1");
    Files.createLink(target.resolve("ab/c/other"), target.resolve("a/b/file"));
    Files.writeString(target.resolve("ab/old"), "2");
    long inode = (long) Files.getAttribute(target.resolve("a/b/file"), "unix:ino");
    byte[] layer = layer(status -> status.inode() == inode);
    Trees.remove(target);
    Files.createDirectory(target);

    apply(layer);

    assertEquals(List.of("a", "a/b", "a/b/file", "ab", "ab/c", "ab/c/other"), paths());
    assertEquals(2, Files.getAttribute(target.resolve("a/b/file"), "unix:nlink"));
  }

  @Test
  void aTreeWithTheNameOfAWhiteoutIsNoLayer() throws IOException {
    Files.writeString(target.resolve(".wh.a"), "1");

    Failure failure = assertThrows(Failure.class, () -> layer(status -> true));

    assertEquals("cannot put .wh.a into a layer", failure.what());
  }

  private byte[] layer(Predicate<FileStatus> chosen) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageTree tree = ImageTree.open(target)) {
      Archives.writeLayer(tree, out, chosen, line -> {});
    }
    return out.toByteArray();
  }

  private void apply(RawTar tar) {
    apply(tar.finished());
  }

  private void apply(byte[] tar) {
    List<String> notices = new ArrayList<>();
    try (ImageTree tree = ImageTree.open(target)) {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      Archives.apply(
          "layer", new ByteArrayInputStream(tar), hash, tree, Limits.STANDARD, notices::add);
      assertEquals(sha256(tar), HexFormat.of().formatHex(hash.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    assertEquals(List.of(), notices);
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private List<String> paths() {
    try (Stream<Path> files = Files.walk(target)) {
      return files.skip(1).map(file -> target.relativize(file).toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
