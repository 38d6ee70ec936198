package jbuild.runner.image;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.SyscallFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class ImageTreeTest {
  private static final int LIMIT = 100;

  @TempDir Path directory;
  private Path image;
  private Path victim;
  private ImageTree tree;

  @BeforeEach
  void createAnImageWithLinksToTheHost() throws IOException {
    image = Files.createDirectories(directory.resolve("image"));
    victim = Files.createDirectories(directory.resolve("victim"));
    Files.writeString(victim.resolve("file"), "of the host");
    Files.createSymbolicLink(image.resolve("host"), victim);
    Files.createSymbolicLink(image.resolve("up"), Path.of("../victim"));
    tree = ImageTree.open(image);
  }

  @AfterEach
  void closeTheTree() {
    tree.close();
  }

  @Test
  void makesTheSameDirectoriesForSeveralThreads() throws Exception {
    int directories = 400;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> writers =
        Stream.of("one", "two", "three", "four")
            .<Future<?>>map(name -> threads.submit(() -> writeInEach(directories, name)))
            .toList();
    threads.shutdown();

    for (Future<?> writer : writers) {
      writer.get();
    }

    for (int number = 0; number < directories; number++) {
      assertEquals(List.of("four", "one", "three", "two"), tree.list("/" + number + "/a/b"));
    }
  }

  private void writeInEach(int directories, String name) {
    for (int number = 0; number < directories; number++) {
      tree.write("/" + number + "/a/b/" + name, new byte[0], 0644, 0, 0);
    }
  }

  @Test
  void readsWhatALinkLeadsToInsideTheRoot() throws IOException {
    Files.createDirectories(image.resolve("usr/lib"));
    Files.createDirectories(image.resolve("etc"));
    Files.writeString(image.resolve("usr/lib/os-release"), "ID=debian\n");
    Files.createSymbolicLink(image.resolve("etc/os-release"), Path.of("/usr/lib/os-release"));

    assertAll(
        () -> assertEquals(Optional.of("ID=debian\n"), read("/etc/os-release")),
        () -> assertEquals(Optional.of("ID=debian\n"), read("etc/os-release")),
        () -> assertEquals(Optional.of("/usr/lib/os-release"), tree.readLink("etc/os-release")),
        () -> assertEquals(FileType.REGULAR, tree.status("etc/os-release").type()));
  }

  @Test
  void findsNothingBehindLinksThatLeadOut() throws IOException {
    assertEquals("of the host", Files.readString(image.resolve("host/file")));
    assertEquals("of the host", Files.readString(image.resolve("up/file")));

    assertAll(
        () -> assertEquals(Optional.empty(), read("host/file")),
        () -> assertEquals(Optional.empty(), read("up/file")),
        () -> assertEquals(Optional.empty(), read("../victim/file")),
        () -> assertFalse(tree.exists("host")),
        () -> assertFalse(tree.exists("host/file")),
        () -> assertEquals(List.of(), tree.list("host")),
        () -> assertEquals(Optional.empty(), tree.readLink("missing")));
  }

  @Test
  void takesAMissingFileForEmptyAlsoBelowAFile() {
    write("file", "text");

    assertAll(
        () -> assertEquals(Optional.empty(), read("missing")),
        () -> assertEquals(Optional.empty(), read("file/below")));
  }

  @Test
  void refusesToReadAFifoWithoutWaitingForIt() {
    Nodes.makeNode(tree.root(), BytePath.of("fifo"), FileType.FIFO, new FileStatus.Device(0, 0));

    Failure failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(8), () -> assertThrows(Failure.class, () -> read("fifo")));

    assertAll(
        () -> assertEquals("cannot read fifo in " + image, failure.what()),
        () -> assertEquals("it is a FIFO", failure.why()));
  }

  @Test
  void refusesToReadADeviceAndADirectory() {
    FileStatus.Device zero = new FileStatus.Device(1, 5);
    Nodes.makeNode(tree.root(), BytePath.of("zero"), FileType.CHARACTER_DEVICE, zero);

    assertAll(
        () -> assertEquals("it is a character device", failure("zero").why()),
        () -> assertEquals("it is a directory", failure("/").why()));
  }

  @Test
  void readsAFileUpToTheLimitAndRefusesALongerOne() {
    write("fits", "x".repeat(LIMIT));
    write("longer", "x".repeat(LIMIT + 1));

    assertAll(
        () -> assertEquals(LIMIT, read("fits").orElseThrow().length()),
        () -> assertEquals("it has more than 100 bytes", failure("longer").why()));
  }

  @Test
  void writesThroughLinkedParentsInsideTheRoot() throws IOException {
    Files.createDirectories(image.resolve("usr/etc"));
    Files.createSymbolicLink(image.resolve("etc"), Path.of("/usr/etc"));

    write("/etc/network/interfaces", "auto lo\n");

    Path written = image.resolve("usr/etc/network/interfaces");
    assertAll(
        () -> assertEquals("auto lo\n", Files.readString(written)),
        () -> assertEquals("rwxr-xr-x", mode(written.getParent())),
        () -> assertEquals(List.of("interfaces"), tree.list("etc/network")));
  }

  @Test
  void replacesALinkInsteadOfWritingThroughIt() throws IOException {
    Files.createSymbolicLink(image.resolve("motd"), victim.resolve("file"));

    write("motd", "hello");

    assertAll(
        () -> assertFalse(Files.isSymbolicLink(image.resolve("motd"))),
        () -> assertEquals("hello", Files.readString(image.resolve("motd"))),
        () -> assertEquals("of the host", Files.readString(victim.resolve("file"))));
  }

  @Test
  void doesNotWriteIntoTheOldFileThatOthersMayHaveOpenOrLinked() throws IOException {
    write("one", "old");
    Files.createLink(image.resolve("two"), image.resolve("one"));

    write("one", "new");

    assertAll(
        () -> assertEquals("new", Files.readString(image.resolve("one"))),
        () -> assertEquals("old", Files.readString(image.resolve("two"))));
  }

  @Test
  void setsModeAndOwnerWhateverTheMaskOfTheProcess() throws IOException {
    tree.write("su", new byte[0], 04755, 0, 42);
    tree.directory("spool", 01777, 3, 4);
    tree.directory("spool", 02770, 5, 6);

    FileStatus su = tree.status("su");
    FileStatus spool = tree.status("spool");
    assertAll(
        () -> assertEquals(04755, su.mode()),
        () -> assertEquals(42, su.gid()),
        () -> assertEquals(02770, spool.mode()),
        () -> assertEquals(5, spool.uid()),
        () -> assertEquals(6, spool.gid()));
  }

  @Test
  void leavesNothingBehindWhenADirectoryIsInTheWay() throws IOException {
    Files.createDirectories(image.resolve("etc/motd/below"));

    SyscallFailure failure = assertThrows(SyscallFailure.class, () -> write("etc/motd", "hello"));

    assertAll(
        () -> assertEquals(Errno.EISDIR, failure.errno()),
        () -> assertEquals(List.of("motd"), tree.list("etc")));
  }

  @Test
  void namesALinkThatLeadsNowhereWhereAParentIsNeeded() throws IOException {
    Files.createSymbolicLink(image.resolve("run"), Path.of("/gone"));

    Failure failure = assertThrows(Failure.class, () -> write("run/lock/file", ""));

    assertEquals("a link of this name leads nowhere", failure.why());
  }

  @Test
  void replacesALinkByALink() throws IOException {
    tree.link("etc/localtime", "/usr/share/zoneinfo/UTC");
    tree.link("etc/localtime", "/usr/share/zoneinfo/Europe/Berlin");

    assertEquals(
        Path.of("/usr/share/zoneinfo/Europe/Berlin"),
        Files.readSymbolicLink(image.resolve("etc/localtime")));
  }

  @Test
  void removesTreesWithoutFollowingTheirLinks() throws IOException {
    write("a/b/c/file", "text");
    Files.createSymbolicLink(image.resolve("a/b/way-out"), victim);

    tree.remove("a");
    tree.remove("host");
    tree.remove("never/was");

    assertAll(
        () -> assertEquals(List.of("up"), tree.list("/")),
        () -> assertTrue(Files.exists(victim.resolve("file"))));
  }

  @Test
  void removesNothingOfAFileSystemThatIsMountedBelow() throws Exception {
    Path mounted = Files.createDirectories(image.resolve("a/mounted"));
    run("mount", "--bind", victim.toString(), mounted.toString());
    try {
      Failure failure = assertThrows(Failure.class, () -> tree.remove("a"));

      assertAll(
          () -> assertEquals("unmount it, then try again", failure.fix()),
          () -> assertTrue(Files.exists(victim.resolve("file"))));
    } finally {
      run("umount", mounted.toString());
    }
  }

  @Test
  void removesATreeDeeperThanAnyPathMayBe() {
    BytePath name = BytePath.of("deeper");
    Fd last = Descriptors.inside(tree.root(), BytePath.of("."));
    for (int depth = 0; depth < 3000; depth++) {
      try (Fd parent = last) {
        Nodes.makeDirectory(parent, name);
        last = Descriptors.child(parent, name, Descriptors.O_PATH);
      }
    }
    last.close();

    Trees.remove(image.resolve("deeper"));

    assertEquals(List.of("host", "up"), tree.list("."));
  }

  @Test
  void keepsEachByteOfAFile() {
    byte[] content = {(byte) 0xff, 0, 1};
    tree.write("bytes", content, 0644, 0, 0);

    assertArrayEquals(content, tree.read("bytes", LIMIT).orElseThrow());
  }

  private Optional<String> read(String path) {
    return tree.read(path, LIMIT).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private Failure failure(String path) {
    return assertThrows(Failure.class, () -> read(path));
  }

  private void write(String path, String content) {
    tree.write(path, content.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private static void run(String... argv) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder(argv).inheritIO().start().waitFor());
  }
}
