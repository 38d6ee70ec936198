package jbuild.builder.unpacked;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Compression;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class UnpackedImagesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
  private Path archive;

  @BeforeEach
  void makeAnArchive() throws IOException {
    archive = archive("web");
  }

  @Test
  void unpacksOnce() throws IOException {
    try (Unpacked first = images(NOW).open(archive, ForeignFormat.TAR);
        Unpacked second = images(NOW).open(archive, ForeignFormat.TAR)) {
      assertEquals("web", Files.readString(first.path().resolve("etc/name")));
      assertEquals(first.path(), second.path());
    }
    assertEquals(List.of("unpacking " + archive + " (kept for the next time)"), notices);
  }

  @Test
  void unpacksAgainWhatHasChanged() throws IOException {
    Path before;
    try (Unpacked first = images(NOW).open(archive, ForeignFormat.TAR)) {
      before = first.path();
    }
    Files.move(archive("db"), archive, StandardCopyOption.REPLACE_EXISTING);

    try (Unpacked second = images(NOW).open(archive, ForeignFormat.TAR)) {
      assertNotEquals(before, second.path());
      assertEquals("db", Files.readString(second.path().resolve("etc/name")));
    }
  }

  @Test
  void unpacksOnceForAllWhoWantItAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Path>> wishes =
          Collections.nCopies(
              8,
              () -> {
                try (Unpacked image = images(NOW).open(archive, ForeignFormat.TAR)) {
                  assertEquals("web", Files.readString(image.path().resolve("etc/name")));
                  return image.path();
                }
              });
      List<Path> paths = new ArrayList<>();
      for (Future<Path> path : threads.invokeAll(wishes)) {
        paths.add(path.get());
      }

      assertEquals(1, paths.stream().distinct().count());
      assertEquals(1, notices.size());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void showsNothingOfWhatCannotBeUnpacked() throws IOException {
    byte[] bytes = Files.readAllBytes(archive);
    for (int length : new int[] {bytes.length / 2, bytes.length - 9, 20}) {
      Path cut = Files.write(directory.resolve("cut.tar.zst"), Arrays.copyOf(bytes, length));

      assertThrows(Failure.class, () -> images(NOW).open(cut, ForeignFormat.TAR));

      assertEquals(List.of(), kept());
      Files.delete(cut);
    }
  }

  @Test
  void saysThatTheArchiveIsMissing() {
    Path missing = directory.resolve("missing.tar");

    Failure failure =
        assertThrows(Failure.class, () -> images(NOW).open(missing, ForeignFormat.TAR));

    assertEquals("cannot unpack " + missing, failure.what());
  }

  @Test
  void removesWhatNobodyHasUsedForAMonth() throws IOException {
    Path unused = use(archive, NOW);
    Path used = use(archive("db"), NOW.plus(Duration.ofDays(2)));

    Path now = use(archive("new"), NOW.plus(Duration.ofDays(31)));

    assertAll(
        () -> assertFalse(Files.exists(unused)),
        () -> assertTrue(Files.exists(used)),
        () -> assertTrue(Files.exists(now)));
  }

  @Test
  void leavesAloneWhatSomebodyUses() throws IOException {
    try (Unpacked old = images(NOW).open(archive, ForeignFormat.TAR)) {
      use(archive("new"), NOW.plus(Duration.ofDays(99)));

      assertTrue(Files.exists(old.path()));
    }
  }

  @Test
  void removesTheOldestOfWhatIsTooMuch() throws IOException {
    Path oldest = use(archive, NOW);
    Path middle = use(archive("db"), NOW.plusSeconds(1));
    Path newest = use(archive("new"), NOW.plusSeconds(2));
    use(archive, NOW.plusSeconds(3));

    Path images = directory.resolve("cache/unpacked");
    new Pruning(images, NOW.plusSeconds(4), Duration.ofDays(30), 40_000).run();

    assertAll(
        () -> assertTrue(Files.exists(oldest)),
        () -> assertFalse(Files.exists(middle)),
        () -> assertTrue(Files.exists(newest)));
  }

  @Test
  void removesWhatAnEndedProgramHasLeft() throws IOException {
    Path images = Files.createDirectories(directory.resolve("cache/unpacked"));
    Files.writeString(images.resolve("dead.lock"), "");
    Files.createDirectories(images.resolve("dead.new/tree/etc"));

    Path made = use(archive, NOW);

    assertEquals(List.of(made.getParent().getFileName().toString()), kept());
  }

  @Test
  void neverShowsHalfOfWhatIsBeingRemoved() throws Exception {
    Path old = use(archive, NOW);
    Path images = directory.resolve("cache/unpacked");
    Pruning pruning = new Pruning(images, NOW.plus(Duration.ofDays(31)));

    // A removal ends at a mount, so half of it is done then.
    FutureTask<Failure> removal =
        new FutureTask<>(
            () -> {
              Namespaces.leaveMounts();
              try (Fd place = Descriptors.onHost(BytePath.of(old.resolve("etc").toString()));
                  Fd mount = Mounts.create("tmpfs", Map.of(), Set.of())) {
                Mounts.attach(mount, place);
              }
              return assertThrows(Failure.class, pruning::run);
            });
    new Thread(removal).start();

    assertTrue(removal.get().why().startsWith("something is mounted there"));
    assertFalse(Files.exists(old.getParent()));
    assertEquals("web", Files.readString(use(archive, NOW).resolve("etc/name")));
  }

  @Test
  void knowsFormatsByTheirContent() throws IOException {
    Path plain = directory.resolve("plain");
    Archives.write(directory.resolve("web-tree"), plain, Compression.NONE, line -> {});
    Path disk = Files.write(directory.resolve("disk"), new byte[] {'Q', 'F', 'I', (byte) 0xfb});
    Path text = Files.writeString(directory.resolve("text.toml"), "[image]\n");

    assertAll(
        () -> assertEquals(Optional.of(ForeignFormat.TAR), ForeignFormat.of(archive)),
        () -> assertEquals(Optional.of(ForeignFormat.TAR), ForeignFormat.of(plain)),
        () -> assertEquals(Optional.of(ForeignFormat.QCOW2), ForeignFormat.of(disk)),
        () -> assertEquals(Optional.empty(), ForeignFormat.of(text)),
        () -> assertEquals(Optional.empty(), ForeignFormat.of(directory)),
        () -> assertEquals(Optional.empty(), ForeignFormat.of(Path.of("/dev/null"))));
  }

  private Path use(Path image, Instant when) {
    try (Unpacked unpacked = images(when).open(image, ForeignFormat.TAR)) {
      return unpacked.path();
    }
  }

  private UnpackedImages images(Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new UnpackedImages(directory.resolve("cache"), clock, notices::add);
  }

  /** What is there beside the locks. */
  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("cache/unpacked"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".lock"))
          .toList();
    }
  }

  /** With a file that says its name. */
  private Path archive(String name) throws IOException {
    Path tree = directory.resolve(name + "-tree");
    Path made = directory.resolve(name + ".tar.zst");
    Files.createDirectories(tree.resolve("etc"));
    Files.writeString(tree.resolve("etc/name"), name);
    Files.deleteIfExists(made);
    Archives.write(tree, made, Compression.ZSTD, line -> {});
    return made;
  }
}
