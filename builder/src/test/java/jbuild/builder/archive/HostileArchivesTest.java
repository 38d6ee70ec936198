package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.ExitStatus;
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
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Every archive here wants something; the victim beside the target must not notice. */
@Tag("root")
class HostileArchivesTest {
  private static final long GIB = 1L << 30;

  @TempDir Path directory;
  private final List<String> notices = new ArrayList<>();
  private Path victim;
  private Path target;
  private Path archive;

  @BeforeEach
  void makeAVictim() throws IOException {
    victim = Files.createDirectory(directory.resolve("victim"));
    target = Files.createDirectory(directory.resolve("target"));
    archive = directory.resolve("archive");
    Files.writeString(victim.resolve("original"), "of the host");
    Files.setLastModifiedTime(victim.resolve("original"), FileTime.fromMillis(0));
  }

  @AfterEach
  void removeTheTarget() {
    Trees.remove(target);
  }

  static List<HostileTar> refused() {
    return HostileTar.all();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void areRefusedAndChangeNothingElse(HostileTar tar) throws IOException {
    List<String> before = Snapshot.of(victim);

    Failure failure = assertThrows(Failure.class, () -> extract(tar.bytes()));

    assertAll(
        () -> assertTrue(failure.toString().contains(tar.reason()), failure.toString()),
        () -> assertFalse(failure.toString().contains("null"), failure.toString()),
        () -> assertEquals(ExitStatus.FAILED, failure.status()),
        () -> assertEquals(before, Snapshot.of(victim)));
  }

  @Test
  void landInsideWithAbsolutePaths() throws IOException {
    List<String> before = Snapshot.of(victim);
    RawTar tar = new RawTar().file(victim.resolve("original").toString(), "mine");

    extract(tar.finished());

    assertAll(
        () -> assertEquals(before, Snapshot.of(victim)),
        () -> assertEquals("mine", read(victim.resolve("original").toString())));
  }

  @Test
  void replaceTheirOwnLinksInsteadOfWritingThroughThem() throws IOException {
    List<String> before = Snapshot.of(victim);
    String original = victim.resolve("original").toString();

    extract(new RawTar().link("a", original).file("a", "mine").finished());

    assertAll(
        () -> assertEquals(before, Snapshot.of(victim)), () -> assertEquals("mine", read("a")));
  }

  @Test
  void replaceTheirOwnLinksByDirectories() throws IOException {
    List<String> before = Snapshot.of(victim);

    extract(
        new RawTar().link("a", victim.toString()).directory("a").file("a/b", "mine").finished());

    assertAll(
        () -> assertEquals(before, Snapshot.of(victim)), () -> assertEquals("mine", read("a/b")));
  }

  @Test
  void doNotChangeTheFileThatTheirOwnHardLinkedLinkPointsTo() throws IOException {
    List<String> before = Snapshot.of(victim);
    String original = victim.resolve("original").toString();

    extract(new RawTar().link("a", original).hardLink("b", "a").file("b", "mine").finished());

    assertEquals(before, Snapshot.of(victim));
  }

  @Test
  void loseAttributesThatMeanSomethingToTheHost() throws IOException {
    PaxRecords records = new PaxRecords();
    records.put("SCHILY.xattr.trusted.overlay.redirect", "/etc");
    records.put("SCHILY.xattr.security.ima", "x");
    records.put("SCHILY.xattr.user.kept", "x");
    records.put("SCHILY.acl.access", "user::rw-,user:daemon:rwx,group::r--,other::---");

    extract(new RawTar().pax('x', records).file("a", "").finished());

    assertAll(
        () ->
            assertEquals(
                List.of(
                    "left out attribute SCHILY.acl.access of a",
                    "left out attribute security.ima of a",
                    "left out attribute trusted.overlay.redirect of a"),
                notices),
        () -> assertTrue(Snapshot.of(target).get(1).contains("{user.kept=78}")));
  }

  @Test
  void areReadUpToAGlobalCommentThatChangesNothing() throws IOException {
    extract(new RawTar().pax('g', "comment", "of a commit").file("a", "mine").finished());

    assertEquals("mine", read("a"));
  }

  /** LZ4 cannot expand to more than 255 times its size. */
  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      mode = Mode.EXCLUDE,
      names = {"NONE", "LZ4"})
  void areNotExpandedWithoutEnd(Compression compression) throws IOException {
    writeZeros(compression, 40);
    Limits limits = new Limits(8 * GIB, 10, 200, 20 << 20, false);

    Failure failure = assertThrows(Failure.class, () -> extract(limits));

    assertAll(
        () -> assertTrue(failure.why().contains("more than 200 times its size"), failure.why()),
        () -> assertTrue(Files.size(target.resolve("bomb")) <= 21 << 20));
  }

  private void writeZeros(Compression compression, int mebibytes) throws IOException {
    byte[] zeros = new byte[1 << 20];
    try (OutputStream out = compression.compress(Files.newOutputStream(archive))) {
      out.write(new RawTar().sized('0', "bomb", "", 7 * GIB).unfinished());
      for (int written = 0; written < mebibytes; written++) {
        out.write(zeros);
      }
    }
  }

  @Test
  void mayNotHaveMoreMembersOrBytesThanAllowed() throws IOException {
    Files.write(archive, new RawTar().file("a", "12345").file("b", "12345").finished());

    assertAll(
        () -> assertTrue(refusal(new Limits(9, 10, 200, GIB, false)).contains("than 9 bytes")),
        () -> assertTrue(refusal(new Limits(10, 1, 200, GIB, false)).contains("than 1 members")),
        () -> extract(new Limits(10, 2, 200, GIB, false)));
  }

  @Test
  void areRefusedWhereverTheyAreCutOff() throws IOException {
    byte[] whole =
        new RawTar().file("a", "content").pax('x', "path", "b").file("c", "more").finished();

    for (int length = 0; length < whole.length - TarBlock.SIZE; length += 97) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThrows(Failure.class, () -> extract(part), "cut off at " + length);
      emptyTheTarget();
    }
  }

  private void emptyTheTarget() throws IOException {
    Trees.remove(target);
    Files.createDirectory(target);
  }

  private void extract(byte[] tar) throws IOException {
    Files.write(archive, tar);
    extract(Limits.STANDARD);
  }

  private void extract(Limits limits) {
    Archives.extract(archive, target, limits, notices::add);
  }

  private String refusal(Limits limits) throws IOException {
    String why = assertThrows(Failure.class, () -> extract(limits)).why();
    emptyTheTarget();
    return why;
  }

  private String read(String path) {
    try (ImageTree tree = ImageTree.open(target)) {
      return new String(tree.read(path, 100).orElseThrow());
    }
  }
}
