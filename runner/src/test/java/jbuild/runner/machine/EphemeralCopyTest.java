package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.Interruption;
import jbuild.runner.image.copy.SnapshotPlan;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class EphemeralCopyTest {
  private static final Runnable GO_ON = () -> {};

  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(Files.createDirectory(directory.resolve("images")));
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  @Test
  void keepsWhatAMachineWritesFromTheImageAndIsRemoved() throws IOException {
    MachineSettings wished = of(image.root(), Source.Kind.DIRECTORY);

    try (EphemeralCopy copy = EphemeralCopy.of(wished, runtime, GO_ON)) {
      Files.writeString(copy.settings().source().path().resolve("etc/passwd"), "changed");
      assertFalse(copy.settings().source().ephemeral());
    }

    assertEquals(
        "root:x:0:0:root:/root:/bin/sh\n", Files.readString(image.root().resolve("etc/passwd")));
    assertEquals(List.of("image"), names(directory.resolve("images")));
    assertEquals(List.of(), SmallImage.records(directory.resolve("run/machines")));
  }

  @Test
  void copiesDiskImagesToo() throws IOException {
    Path disk = Files.write(directory.resolve("images/disk.raw"), new byte[] {1, 2, 3});

    try (EphemeralCopy copy = EphemeralCopy.of(of(disk, Source.Kind.DISK), runtime, GO_ON)) {
      Path path = copy.settings().source().path();
      assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(path));
      Files.write(path, new byte[] {4});
    }

    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(disk));
    assertEquals(List.of("disk.raw", "image"), names(directory.resolve("images")));
  }

  @Test
  void isRemovedByTheNextStartWhenItsMakerWasKilled() throws IOException {
    SnapshotPlan plan = new SnapshotPlan(image.root(), directory.resolve("images/copy"));
    RuntimeDirectory.Claim claim = runtime.claim(of(image.root(), Source.Kind.DIRECTORY).name());
    claim.record(plan);
    Files.createDirectories(plan.path().resolve("half/of/it"));
    runtime.collect();
    assertTrue(Files.exists(plan.path()));

    // As the kernel does at the end of a process.
    claim.lock().close();
    runtime.collect();

    assertEquals(List.of("image"), names(directory.resolve("images")));
  }

  @Test
  void recordsNothingOfAnImageThatIsMissing() {
    MachineSettings missing = of(directory.resolve("missing"), Source.Kind.DIRECTORY);

    assertThrows(Failure.class, () -> EphemeralCopy.of(missing, runtime, GO_ON));

    assertFalse(Files.exists(directory.resolve("run/machines")));
  }

  @Test
  void aTemplateIsRecordedUntilItIsAnImage() throws IOException {
    Path made = directory.resolve("images/made");

    assertTrue(
        new Launcher(runtime).copyTemplate(of(made, Source.Kind.DIRECTORY), image.root(), GO_ON));

    assertTrue(Files.exists(made.resolve("etc/passwd")));
    assertEquals(List.of("image", "made"), names(directory.resolve("images")));
    assertEquals(List.of(), SmallImage.records(directory.resolve("run/machines")));
  }

  @Test
  void nothingIsLeftOfACopyThatWasInterrupted() throws IOException {
    MachineSettings wished = of(image.root(), Source.Kind.DIRECTORY);
    MachineSettings made = of(directory.resolve("images/made"), Source.Kind.DIRECTORY);

    assertThrows(
        Interruption.class, () -> EphemeralCopy.of(wished, runtime, new SecondCheckpoint()));
    assertThrows(
        Interruption.class,
        () -> new Launcher(runtime).copyTemplate(made, image.root(), new SecondCheckpoint()));

    assertEquals(List.of("image"), names(directory.resolve("images")));
    assertEquals(List.of(), SmallImage.records(directory.resolve("run/machines")));
  }

  @Test
  void onlySystemsAreTemplates() throws IOException {
    Path made = directory.resolve("images/made");
    Path file = Files.createFile(directory.resolve("images/file"));
    Path empty = Files.createDirectory(directory.resolve("images/empty"));

    assertEquals("it is no directory", refusal(made, file));
    assertEquals("it is not the root of a system: no /usr", refusal(made, empty));

    assertFalse(Files.exists(made));
  }

  private String refusal(Path made, Path template) {
    return assertThrows(
            Failure.class,
            () ->
                new Launcher(runtime)
                    .copyTemplate(of(made, Source.Kind.DIRECTORY), template, GO_ON))
        .why();
  }

  @Test
  void aTemplateIsLeftAloneWhereAnImageIs() throws IOException {
    Path there = Files.createDirectory(directory.resolve("images/there"));

    assertFalse(
        new Launcher(runtime).copyTemplate(of(there, Source.Kind.DIRECTORY), image.root(), GO_ON));

    assertEquals(List.of(), names(there));
  }

  /** Somebody ends jbuild after the first file. */
  private static final class SecondCheckpoint implements Runnable {
    private final AtomicInteger passed = new AtomicInteger();

    @Override
    public void run() {
      if (passed.incrementAndGet() > 1) {
        throw new Interruption("cannot copy", 143);
      }
    }
  }

  private MachineSettings of(Path path, Source.Kind kind) {
    return image.script(settings -> settings.with(new Source(path, kind, true)), "true");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
