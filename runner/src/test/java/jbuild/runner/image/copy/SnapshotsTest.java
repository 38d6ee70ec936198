package jbuild.runner.image.copy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileFlags;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Xattrs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class SnapshotsTest {
  private static final int IMMUTABLE = 0x10;
  private static final int NO_DUMP = 0x40;
  private static final FileStatus.Device NULL = new FileStatus.Device(1, 3);
  private static final byte[] MAY_OPEN_SOCKETS = {
    1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  @TempDir Path directory;
  private Path source;
  private SnapshotPlan plan;

  @BeforeEach
  void makeATree() throws IOException {
    source = Files.createDirectories(directory.resolve("tree"));
    plan = Snapshots.planned(source);
  }

  @AfterEach
  void removeTheCopy() {
    plan.remove();
  }

  @Test
  void isPlannedBesideTheSourceUnderANameOfItsOwn() {
    String name = plan.path().getFileName().toString();

    assertAll(
        () -> assertEquals(directory, plan.path().getParent()),
        () -> assertTrue(name.matches("\\.#machine\\.tree[0-9a-f]{16}"), name),
        () -> assertFalse(Files.exists(plan.path())));
  }

  @Test
  void isPlannedInsideWhereAFileSystemBegins() {
    assertEquals(Path.of("/proc"), Snapshots.planned(Path.of("/proc")).path().getParent());
  }

  @Test
  void keepsWhatBelongsToFiles() throws IOException {
    Path file = Files.writeString(source.resolve("file"), "content");
    Files.setAttribute(file, "unix:uid", 7);
    Files.setAttribute(file, "unix:mode", 06751);
    try (Fd open = open(file, Descriptors.O_RDONLY)) {
      Xattrs.set(open, BytePath.of("user.note"), new byte[] {1, 2});
      Xattrs.set(open, BytePath.of("security.capability"), MAY_OPEN_SOCKETS);
      new FileFlags(NO_DUMP | FileFlags.of(open).bits()).apply(open);
      Attributes.setTime(open, 1_000_000_000, 123_456_789);
    }

    plan.make();

    try (Fd copy = open(plan.path().resolve("file"), Descriptors.O_RDONLY)) {
      FileStatus status = FileStatus.of(copy);
      assertAll(
          () -> assertEquals("content", new String(Contents.read(copy, 100))),
          () -> assertEquals(7, status.uid()),
          () -> assertEquals(06751, status.mode()),
          () -> assertEquals(1_000_000_000, status.seconds()),
          () -> assertEquals(123_456_789, status.nanoseconds()),
          () -> assertEquals(NO_DUMP, FileFlags.of(copy).bits() & NO_DUMP),
          () -> assertArrayEquals(new byte[] {1, 2}, attribute(copy, "user.note")),
          () -> assertArrayEquals(MAY_OPEN_SOCKETS, attribute(copy, "security.capability")));
    }
  }

  private static byte[] attribute(Fd fd, String name) {
    return Xattrs.get(fd, BytePath.of(name)).orElseThrow();
  }

  @Test
  void keepsDirectoriesAsTheyWere() throws IOException {
    Path below = Files.createDirectories(source.resolve("a/b"));
    Files.createFile(below.resolve("c"));
    Files.setAttribute(below, "unix:mode", 01777);
    Files.setLastModifiedTime(source.resolve("a"), FileTime.fromMillis(5_000));
    Files.setLastModifiedTime(source, FileTime.fromMillis(6_000));

    plan.make();

    Path copy = plan.path();
    assertAll(
        () -> assertEquals(6_000, Files.getLastModifiedTime(copy).toMillis()),
        () -> assertEquals(5_000, Files.getLastModifiedTime(copy.resolve("a")).toMillis()),
        () -> assertEquals(041777, Files.getAttribute(copy.resolve("a/b"), "unix:mode")),
        () -> assertTrue(Files.exists(copy.resolve("a/b/c"))));
  }

  @Test
  void keepsNamesOfOneFileTogether() throws IOException {
    Files.createDirectory(source.resolve("other"));
    Files.writeString(source.resolve("one"), "same");
    Files.createLink(source.resolve("other/two"), source.resolve("one"));

    plan.make();

    assertTrue(Files.isSameFile(plan.path().resolve("one"), plan.path().resolve("other/two")));
    assertEquals(2, Files.getAttribute(plan.path().resolve("one"), "unix:nlink"));
  }

  @Test
  void keepsHolesAndWhatIsBetweenThem() throws IOException {
    long size = 64L << 30;
    try (RandomAccessFile file = new RandomAccessFile(source.resolve("sparse").toFile(), "rw")) {
      file.setLength(size);
      file.seek(size / 2);
      file.writeBytes("middle");
    }

    plan.make();

    Path copy = plan.path().resolve("sparse");
    assertEquals(size, Files.size(copy));
    try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "r")) {
      file.seek(size / 2);
      byte[] middle = new byte[6];
      file.readFully(middle);
      assertEquals("middle", new String(middle));
    }
    try (Fd open = open(copy, Descriptors.O_PATH)) {
      assertTrue(FileStatus.of(open).blocks() < 1_000);
    }
  }

  @Test
  void keepsLinksNodesAndNamesThatAreNoText() throws IOException {
    BytePath odd = BytePath.of(new byte[] {(byte) 0xff, '\n', (byte) 0xfe});
    try (Fd tree = open(source, Descriptors.O_PATH)) {
      Nodes.makeLink(tree, BytePath.of("link"), BytePath.of("/etc/shadow"));
      Nodes.makeNode(tree, BytePath.of("null"), FileType.CHARACTER_DEVICE, NULL);
      Nodes.makeNode(tree, BytePath.of("fifo"), FileType.FIFO, NULL);
      Nodes.makeNode(tree, BytePath.of("socket"), FileType.SOCKET, NULL);
      Nodes.makeDirectory(tree, odd);
    }

    plan.make();

    try (Fd copy = open(plan.path(), Descriptors.O_PATH)) {
      List<String> seen = new ArrayList<>();
      for (BytePath name : Directories.names(copy)) {
        try (Fd place = Descriptors.child(copy, name, Descriptors.O_PATH)) {
          FileStatus status = FileStatus.of(place);
          seen.add(status.type() + " " + (name.equals(odd) ? "odd" : name));
          if (status.type() == FileType.CHARACTER_DEVICE) {
            assertEquals(NULL, status.special());
          }
        }
      }
      assertEquals(
          List.of(
              "a FIFO fifo",
              "a symbolic link link",
              "a character device null",
              "a socket socket",
              "a directory odd"),
          seen);
    }
    assertEquals("/etc/shadow", Files.readSymbolicLink(plan.path().resolve("link")).toString());
  }

  @Test
  void canBeWrittenAndRemovedWhereTheSourceIsProtected() throws IOException {
    Path file = Files.createFile(source.resolve("file"));
    protect(file, true);
    protect(source, true);
    try {
      plan.make();
    } finally {
      protect(source, false);
      protect(file, false);
    }
    Files.writeString(plan.path().resolve("file"), "new");
    Files.createFile(plan.path().resolve("another"));
    protect(plan.path().resolve("file"), true);
    protect(plan.path(), true);

    plan.remove();

    assertEquals(List.of("tree"), names());
  }

  private static void protect(Path path, boolean protect) {
    try (Fd open = open(path, Descriptors.O_RDONLY)) {
      int others = FileFlags.of(open).bits() & ~IMMUTABLE;
      new FileFlags(others | (protect ? IMMUTABLE : 0)).apply(open);
    }
  }

  @Test
  void leavesOutWhatIsMountedInTheSource() throws Exception {
    Path place = Files.createDirectory(source.resolve("place"));
    Files.createFile(place.resolve("hidden"));

    inMountsOfItsOwn(
        () -> {
          try (Fd tree = Mounts.create("tmpfs", Map.of(), Set.of());
              Fd there = open(place, Descriptors.O_PATH)) {
            Nodes.makeDirectory(tree, BytePath.of("mounted"));
            Mounts.attach(tree, there);
          }
          plan.make();
        });

    assertTrue(Files.exists(plan.path().resolve("place/hidden")));
    assertFalse(Files.exists(plan.path().resolve("place/mounted")));
  }

  private static void inMountsOfItsOwn(Runnable body) throws Exception {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Namespaces.leaveMounts();
                body.run();
                end.complete(true);
              } catch (RuntimeException e) {
                end.completeExceptionally(e);
              }
            });
    thread.start();
    try {
      assertTrue(end.get());
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Test
  void copiesADiskImageToo() throws IOException {
    Path image = Files.write(directory.resolve("disk.raw"), new byte[] {1, 2, 3});

    SnapshotPlan copy = Snapshots.planned(image);
    copy.make();

    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(copy.path()));
    copy.remove();
    assertEquals(List.of("disk.raw", "tree"), names());
  }

  @Test
  void makesATreeFromATemplateOnce() throws IOException {
    Files.writeString(source.resolve("file"), "first");
    Path target = directory.resolve("made");

    assertTrue(Snapshots.fromTemplate(source, target, plan -> {}, () -> {}));
    Files.writeString(source.resolve("file"), "second");
    assertFalse(Snapshots.fromTemplate(source, target, plan -> {}, () -> {}));

    assertEquals("first", Files.readString(target.resolve("file")));
    assertEquals(List.of("made", "tree"), names());
  }

  @Test
  void leavesNothingOfATemplateThatIsNone() throws IOException {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                Snapshots.fromTemplate(
                    Path.of("/dev/null"), directory.resolve("made"), plan -> {}, () -> {}));

    assertEquals("it is a character device", failure.why());
    assertEquals(List.of("tree"), names());
  }

  @Test
  void saysWhichTemplateIsMissing() {
    Path missing = directory.resolve("missing");

    Failure failure =
        assertThrows(
            Failure.class,
            () -> Snapshots.fromTemplate(missing, directory.resolve("made"), plan -> {}, () -> {}));

    assertEquals("cannot copy " + missing, failure.what());
  }

  private static Fd open(Path path, long flags) {
    return Descriptors.onHost(BytePath.of(path.toString()), flags);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
