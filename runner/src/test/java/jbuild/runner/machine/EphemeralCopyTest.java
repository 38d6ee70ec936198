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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.Interruption;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.image.copy.SnapshotPlan;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Source;
import jbuild.runner.settings.Users;
import jbuild.runner.settings.Users.Bound;
import jbuild.runner.settings.Users.Mapping;
import jbuild.runner.settings.Users.Ownership;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
  void isALayerThatOutlivesRebootsAndIsRemoved() throws IOException {
    Files.createDirectories(image.root().resolve("etc/below/it"));
    MachineSettings wished =
        of(
            image.root(),
            Source.Kind.DIRECTORY,
            "cat /etc/passwd",
            "echo changed > /etc/passwd",
            "mv /etc/below /etc/moved 2>&1",
            "ls /etc");

    try (EphemeralCopy copy = EphemeralCopy.of(wished, runtime, GO_ON)) {
      assertEquals(Optional.of(CloneMethod.OVERLAY), copy.method());
      assertEquals(
          List.of("root:x:0:0:root:/root:/bin/sh", "moved", "passwd"),
          SmallImage.run(runtime, copy.settings()).lines());
      assertEquals("changed", SmallImage.run(runtime, copy.settings()).lines().get(0));
      assertEquals(1, layers());
    }

    assertEquals(List.of("below", "passwd"), names(image.root().resolve("etc")));
    assertEquals(List.of("image"), names(directory.resolve("images")));
    assertEquals(List.of(), SmallImage.records(directory.resolve("run/machines")));
    assertEquals(List.of(), image.traces());
  }

  @ParameterizedTest
  @EnumSource(
      value = Ownership.class,
      names = {"AUTO", "MAP", "OFF", "FOREIGN"})
  void isALayerWhoeverTheFilesBelongTo(Ownership ownership) throws IOException {
    long owner = ownership == Ownership.FOREIGN ? 0x7FFE0000L : 0;
    for (String name : List.of(".", "etc", "etc/passwd", "usr")) {
      Files.setAttribute(image.root().resolve(name), "unix:uid", (int) owner);
      Files.setAttribute(image.root().resolve(name), "unix:gid", (int) owner);
    }
    MachineSettings wished =
        of(
                image.root(),
                Source.Kind.DIRECTORY,
                "stat -c '%u %a' / /etc/passwd",
                ownership == Ownership.OFF ? "true" : "echo new > /etc/new; stat -c %u /etc/new")
            .with(Network.LOOPBACK)
            .with(new Users(new Mapping.Range(SmallImage.USERS), ownership, Bound.NOBODY));
    String shown = ownership == Ownership.OFF ? "65534" : "0";

    try (EphemeralCopy copy = EphemeralCopy.of(wished, runtime, GO_ON)) {
      assertEquals(Optional.of(CloneMethod.OVERLAY), copy.method());
      for (int i = 0; i < 2; i++) {
        List<String> lines = SmallImage.run(runtime, copy.settings()).lines();
        assertEquals(List.of(shown + " 755", shown + " 644"), lines.subList(0, 2));
        assertEquals(
            ownership == Ownership.OFF ? List.of() : List.of("0"), lines.subList(2, lines.size()));
      }
    }

    assertEquals(List.of("passwd"), names(image.root().resolve("etc")));
  }

  @Test
  void isACopyAsLongAsSomebodyWritesToTheImage() {
    MachineSettings wished = of(image.root(), Source.Kind.DIRECTORY);

    try (ImageLock lock = ImageLock.exclusive(image.root());
        EphemeralCopy copy = EphemeralCopy.of(wished, runtime, GO_ON)) {
      assertEquals(Optional.of(CloneMethod.COPY), copy.method());
      assertFalse(copy.settings().source().ephemeral(), lock.toString());
    }
  }

  @Test
  void keepsOthersFromWritingToTheImageOfALayer() {
    MachineSettings wished = of(image.root(), Source.Kind.DIRECTORY);

    try (EphemeralCopy copy = EphemeralCopy.of(wished, runtime, GO_ON);
        EphemeralCopy other = EphemeralCopy.of(wished, runtime, GO_ON)) {
      assertEquals(copy.method(), other.method());
      assertThrows(Failure.class, () -> ImageLock.exclusive(image.root()));
    }

    ImageLock.exclusive(image.root()).close();
  }

  @Test
  void aLayerIsRemovedByTheNextStartWhenItsMakerWasKilled() throws IOException {
    EphemeralCopy copy = EphemeralCopy.of(of(image.root(), Source.Kind.DIRECTORY), runtime, GO_ON);
    SmallImage.run(runtime, copy.settings());
    runtime.collect();
    assertEquals(1, layers());

    // As the kernel does at the end of a process.
    copy.record().orElseThrow().lock().close();
    copy.lock().orElseThrow().close();
    runtime.collect();

    assertEquals(List.of("image"), names(directory.resolve("images")));
  }

  @Test
  void keepsWhatAMachineWritesFromTheImageAndIsRemoved() throws IOException {
    MachineSettings wished = copied(of(image.root(), Source.Kind.DIRECTORY));

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
    MachineSettings wished = copied(of(image.root(), Source.Kind.DIRECTORY));
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

  private long layers() throws IOException {
    return names(directory.resolve("images")).stream()
        .filter(name -> name.startsWith(".#machine."))
        .count();
  }

  private MachineSettings of(Path path, Source.Kind kind, String... lines) {
    return image.script(settings -> settings.with(new Source(path, kind, true)), lines);
  }

  /** Owners that are changed on the disk are nothing for a layer. */
  private static MachineSettings copied(MachineSettings settings) {
    return settings.with(new Users(new Mapping.None(), Ownership.CHOWN, Bound.NOBODY));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
