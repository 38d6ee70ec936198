package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.SyscallFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

  static Stream<Arguments> refused() {
    String name = "x".repeat(256);
    return Stream.of(
        arguments("leads up and out", new RawTar().file("../victim/original", "mine")),
        arguments("leads up and out", new RawTar().file("a/../../victim/original", "mine")),
        arguments("leads up and out", new RawTar().file("a/..", "mine")),
        arguments("leads up and out", new RawTar().directory("..")),
        arguments("leads up and out", new RawTar().hardLink("a", "../victim/original")),
        arguments("no directory", new RawTar().link("a", "../victim").file("a/original", "mine")),
        arguments("no directory", new RawTar().link("a", "../victim").directory("a/new/directory")),
        arguments(
            "no directory",
            new RawTar().link("a", "b").link("b", "../victim").file("a/original", "mine")),
        arguments("no directory", new RawTar().file("a", "").file("a/b", "mine")),
        arguments("replace the root", new RawTar().link(".", "../victim")),
        arguments("replace the root", new RawTar().link("./", "../victim")),
        arguments("replace the root", new RawTar().file("", "")),
        arguments("hard link", new RawTar().hardLink("a", "missing")),
        arguments("hard link", new RawTar().link("a", "../victim").hardLink("b", "a/original")),
        arguments("hard link", new RawTar().hardLink("a", "/etc/passwd")),
        arguments("hard link", new RawTar().file("a", "").hardLink("a", "a")),
        arguments("hard link", new RawTar().directory("a").hardLink("b", "a")),
        arguments("directory first", new RawTar().file("a/b", "").link("a", "../victim")),
        arguments("leads up and out", new RawTar().pax('x', "path", "../victim/x").file("a", "")),
        arguments("leads up and out", new RawTar().add('L', "x", "", up()).file("a", "")),
        arguments(
            "leads up and out",
            new RawTar().pax('x', "linkpath", "../victim/original").hardLink("a", "b")),
        arguments("leads up and out", new RawTar().add('K', "x", "", up()).hardLink("a", "b")),
        arguments("a global header", new RawTar().pax('g', "path", "../victim/x").file("a", "")),
        arguments("a global header", new RawTar().pax('g', "uid", "1000").file("a", "")),
        arguments("out of range", new RawTar().pax('x', "uid", "4294967295").file("a", "")),
        arguments("no number", new RawTar().pax('x', "size", "-1").file("a", "")),
        arguments("no number", new RawTar().pax('x', "size", "9".repeat(30)).file("a", "")),
        arguments("expands to", new RawTar().pax('x', "size", "9".repeat(18)).file("a", "")),
        arguments("no time", new RawTar().pax('x', "mtime", "9e9999999").file("a", "")),
        arguments("contains a NUL", new RawTar().pax('x', "path", "a\0b").file("a", "")),
        arguments("is longer than Linux", new RawTar().pax('x', "path", name).file("a", "")),
        arguments(
            "is longer than Linux", new RawTar().pax('x', "path", "a/".repeat(2100)).file("a", "")),
        arguments("no use for", new RawTar().device('4', "disk", 8, 0)),
        arguments("no use for", new RawTar().device('3', "mem", 1, 1)),
        arguments("has content", new RawTar().add('2', "a", "b", (byte) 1)),
        arguments("has content", new RawTar().add('1', "a", "b", (byte) 1)),
        arguments("no link can have", new RawTar().link("a", "")),
        arguments("unknown type", new RawTar().add('Z', "a", "")),
        arguments("extended header is longer", new RawTar().sized('x', "a", "", 1 << 21)),
        arguments("wrong length", new RawTar().add('x', "x", "", bytes("99 a=b\n"))),
        arguments("without a length", new RawTar().add('x', "x", "", bytes("x a=b\n"))),
        arguments("without '='", new RawTar().add('x', "x", "", bytes("5 ab\n"))),
        arguments("is wrong", sparse(8, "1\n0\n100\n")),
        arguments("does not fit", sparse(100, "1\n0\n100\n")),
        arguments("is wrong", sparse(8, "2\n4\n4\n0\n4\n")),
        arguments("is wrong", sparse(8, "1\n9\n0\n")),
        arguments("more holes", sparse(8, "9999999\n0\n")),
        arguments("does not end", sparse(8, "5\n")),
        arguments("no numbers", sparse(8, "one\n")),
        arguments("given up", new RawTar().pax('x', "GNU.sparse.map", "0,1").file("a", "b")));
  }

  private static byte[] up() {
    return bytes("../victim/x\0");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static RawTar sparse(long size, String map) {
    PaxRecords records = new PaxRecords();
    records.put("GNU.sparse.major", "1");
    records.put("GNU.sparse.minor", "0");
    records.put("GNU.sparse.realsize", Long.toString(size));
    return new RawTar().pax('x', records).file("a", map + "0".repeat(10));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void areRefusedAndChangeNothingElse(String reason, RawTar tar) throws IOException {
    List<String> before = Snapshot.of(victim);

    Failure failure = assertThrows(Failure.class, () -> extract(tar.finished()));

    assertAll(
        () -> assertTrue(failure.why().contains(reason), failure.why()),
        () -> assertEquals("cannot extract " + archive, failure.what()),
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

  @Test
  void failPlainlyWhateverIsDamaged() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    SampleTree.make(tree);
    Trees.remove(tree.resolve("garbage"));
    Archives.write(tree, archive, Compression.NONE, notice -> {});
    Trees.remove(tree);
    byte[] whole = Files.readAllBytes(archive);
    List<String> before = Snapshot.of(victim);
    Random random = new Random(7);

    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      int block = random.nextInt(whole.length / TarBlock.SIZE) * TarBlock.SIZE;
      for (int change = 0; change < 5; change++) {
        damaged[block + random.nextInt(TarBlock.SIZE)] = (byte) random.nextInt(256);
      }
      try {
        extract(resealed(damaged, block));
      } catch (Failure expected) {
        assertTrue(expected instanceof BadArchive || expected instanceof SyscallFailure);
      }
      emptyTheTarget();
    }

    assertEquals(before, Snapshot.of(victim));
  }

  /** A damaged checksum would hide all other damage. */
  private static byte[] resealed(byte[] archive, int at) {
    TarBlock block = TarBlock.of(java.util.Arrays.copyOfRange(archive, at, at + TarBlock.SIZE));
    if (new String(block.text(TarBlock.MAGIC)).startsWith("ustar")) {
      block.seal();
      System.arraycopy(block.bytes(), 0, archive, at, TarBlock.SIZE);
    }
    return archive;
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
