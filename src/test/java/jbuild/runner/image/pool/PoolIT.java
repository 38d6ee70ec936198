package jbuild.runner.image.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.image.copy.SnapshotPlan;
import jbuild.runner.image.copy.Snapshots;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.LoopDevices;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolIT {
  private static final long MIB = 1 << 20;
  private static final OptionalLong LIMIT = OptionalLong.of(1024 * MIB);

  @TempDir Path directory;
  private PoolFile place;

  @BeforeEach
  void choosePlace() {
    place = new PoolFile(directory.resolve("machines"));
  }

  private void make() {
    new PoolMaker(place).make(256 * MIB, LIMIT, PoolIT::format);
  }

  static void format(Path file) {
    ToolsImage.of("test-images/formats.toml")
        .run("mkfs.btrfs", "-q", file.toString())
        .successfully();
  }

  @Test
  void isThereWhenItIsComplete() throws IOException {
    assertFalse(place.exists());

    make();

    assertTrue(place.exists());
    assertFalse(place.isShown());
    assertEquals(List.of("machines", "machines.raw"), names());
    assertTrue(Files.size(place.file()) == 256 * MIB);
  }

  @Test
  void nothingIsLeftOfOneThatCannotBeMade() throws IOException {
    PoolMaker maker = new PoolMaker(place);

    assertThrows(
        IllegalStateException.class,
        () ->
            maker.make(
                256 * MIB,
                LIMIT,
                file -> {
                  throw new IllegalStateException();
                }));
    assertThrows(Failure.class, () -> maker.make(MIB, LIMIT, PoolIT::format));

    assertEquals(List.of("machines"), names());
    assertThrows(Failure.class, () -> Pool.open(place));
  }

  @Test
  void isNotMadeWhereItWouldHideSomething() throws IOException {
    Files.createDirectories(place.directory().resolve("image"));

    Failure failure = assertThrows(Failure.class, this::make);

    assertEquals(
        place.directory() + " is not empty, and what is in it would be hidden", failure.why());
    assertFalse(Files.exists(place.file()));
  }

  @Test
  void isSeenByThoseWhoShowItAndWhatTheyStart() throws Exception {
    make();
    Path image = place.directory().resolve("image");

    onThread(
        () -> {
          try (Pool pool = Pool.show(place.directory()).orElseThrow()) {
            assertEquals(Optional.of(place), PoolFile.holding(image));
            // Those who see it use it as well.
            Pool.show(place.directory()).orElseThrow().close();
            onThread(() -> assertTrue(Btrfs.holds(pool.root()) && image.toFile().mkdir()));
          }
        });

    assertFalse(Files.exists(image));
    assertEquals(Optional.empty(), PoolFile.holding(image));
    try (Pool pool = Pool.open(place);
        ImageTree files = pool.files()) {
      assertTrue(files.exists("image"));
    }
    assertUnlooped();
  }

  @Test
  void hasOneLoopDeviceWhoeverUsesIt() throws Exception {
    make();
    List<CompletableFuture<Pool>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          CompletableFuture.supplyAsync(() -> Pool.open(place), task -> new Thread(task).start()));
    }
    List<Pool> pools = all.stream().map(CompletableFuture::join).toList();

    assertEquals(1, loops());
    for (int i = 0; i < 8; i++) {
      try (ImageTree files = pools.get(i).files()) {
        files.directory("made-" + i, 0755, 0, 0);
      }
    }
    try (ImageTree files = pools.get(7).files()) {
      assertEquals(8, files.list(".").size());
    }

    pools.forEach(Pool::close);
    assertUnlooped();
    assertEquals(0, loops());
  }

  @Test
  void growsBeforeItIsFullAndNotBeyondItsLimit() throws Exception {
    make();
    try (Pool pool = Pool.open(place)) {
      // What people usually need is more than the limit has.
      assertEquals(LIMIT.getAsLong(), pool.room().size());
      pool.room().limit(OptionalLong.of(2048 * MIB));

      pool.room().make(1200 * MIB);

      assertTrue(pool.room().free() >= 1200 * MIB);
      assertTrue(pool.room().size() <= 2048 * MIB);
      assertTrue(pool.room().taken() < 64 * MIB);
      assertThrows(Failure.class, () -> pool.room().make(4096 * MIB));
      assertThrows(Failure.class, () -> pool.room().growTo(4096 * MIB));
    }
  }

  @Test
  void growsForNobodyWhoOnlyLooks() {
    make();

    try (Pool pool = Pool.openAsItIs(place)) {
      assertEquals(256 * MIB, pool.room().size());
      pool.room().growTo(512 * MIB);

      Failure smaller = assertThrows(Failure.class, () -> pool.room().growTo(256 * MIB));

      assertEquals("it has 536870912 already", smaller.why());
      assertEquals(512 * MIB, pool.room().size());
    }
  }

  @Test
  void isNotLargerThanItsLimit() throws Exception {
    make();
    try (Pool pool = Pool.open(place)) {
      assertEquals(1024 * MIB, pool.room().size());

      pool.room().limit(OptionalLong.of(512 * MIB));

      assertEquals(512 * MIB, pool.room().size());
      assertTrue(pool.room().free() < 512 * MIB);
      Failure small = assertThrows(Failure.class, () -> pool.room().limit(OptionalLong.of(MIB)));
      assertEquals("it has 536870912, and btrfs does not get that small", small.why());
      assertEquals(OptionalLong.of(512 * MIB), pool.room().limit());
    }
  }

  @Test
  void clonesAtOnce() throws Exception {
    make();

    onThread(
        () -> {
          try (Pool pool = Pool.show(place.directory()).orElseThrow()) {
            Btrfs.make(pool.root(), BytePath.of("image"));
            SnapshotPlan plan = Snapshots.planned(place.directory().resolve("image"));
            assertEquals(CloneMethod.SNAPSHOT, plan.make());
            plan.remove();
          }
        });
  }

  @Test
  void isRemovedOnlyWhenNobodyUsesItOrItsImages() throws Exception {
    make();
    PoolMaker maker = new PoolMaker(place);
    try (Pool pool = Pool.open(place)) {
      Btrfs.make(pool.root(), BytePath.of("image"));
      assertEquals("it is in use", assertThrows(Failure.class, () -> maker.remove(true)).why());
    }
    assertEquals(
        "it is not empty: there is image",
        assertThrows(Failure.class, () -> maker.remove(false)).why());

    maker.remove(true);

    assertEquals(List.of("machines"), names());
  }

  @Test
  void isNotUsedByWhoeverWaitedForItsRemoval() {
    make();
    try (Fd file = Pool.file(place)) {
      new PoolMaker(place).remove(true);

      Failure failure = assertThrows(Failure.class, () -> Pool.mount(file));

      assertEquals("somebody has removed it meanwhile", failure.why());
    }
  }

  @Test
  void isMadeByOneOfThoseWhoMakeItAtOnce() throws Exception {
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      all.add(CompletableFuture.supplyAsync(this::isMade, task -> new Thread(task).start()));
    }

    assertTrue(all.get(0).get() ^ all.get(1).get());
    assertEquals(List.of("machines", "machines.raw"), names());
  }

  private boolean isMade() {
    try {
      make();
      return true;
    } catch (Failure failure) {
      assertEquals(place.file() + " exists", failure.why());
      return false;
    }
  }

  /** The kernel ends the mounts of a thread's namespace a moment after the thread. */
  private void assertUnlooped() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (isLooped()) {
      assertTrue(System.nanoTime() < end, "the loop device stays");
      Thread.onSpinWait();
    }
  }

  private boolean isLooped() {
    try (Fd file = Descriptors.onHost(BytePath.of(place.file().toString()))) {
      Optional<Fd> device = LoopDevices.of(file);
      device.ifPresent(Fd::close);
      return device.isPresent();
    }
  }

  /** As the kernel names the files of loop devices. */
  private long loops() throws IOException {
    long count = 0;
    try (Stream<Path> blocks = Files.list(Path.of("/sys/block"))) {
      for (Path block : blocks.toList()) {
        Path backing = block.resolve("loop/backing_file");
        if (Files.exists(backing)
            && Files.readString(backing).strip().equals(place.file().toString())) {
          count++;
        }
      }
    }
    return count;
  }

  private interface Body {
    void run() throws Exception;
  }

  private static void onThread(Body body) throws Exception {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
                end.complete(true);
              } catch (Exception | AssertionError e) {
                end.completeExceptionally(e);
              }
            });
    thread.start();
    end.get();
    thread.join();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
