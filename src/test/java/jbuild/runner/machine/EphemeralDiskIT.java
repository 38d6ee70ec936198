package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.LoopDevices;
import jbuild.runner.linux.Pipe;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.Source;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import jbuild.tools.OwnFileSystem;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EphemeralDiskIT {
  private static final ToolsImage TOOLS = ToolsImage.of("test-images/formats.toml");

  @TempDir Path directory;
  private Path disk;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeADisk() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    for (String name : List.of("bin", "sbin", "lib", "lib64")) {
      Files.createSymbolicLink(tree.resolve(name), Path.of("usr", name));
    }
    Files.createDirectories(tree.resolve("usr"));
    Files.createDirectories(tree.resolve("etc"));
    Files.writeString(tree.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    disk = Files.createDirectories(directory.resolve("images")).resolve("disk.raw");
    TOOLS.run("mkfs.ext4", "-q", "-d", tree.toString(), disk.toString(), "32M").successfully();
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  @Test
  void isNotCopied() throws IOException {
    byte[] before = Files.readAllBytes(disk);

    try (EphemeralCopy copy = copy(disk)) {
      assertEquals(Optional.of(CloneMethod.OVERLAY), copy.method());
      assertEquals(List.of("root:x:0:0:root:/root:/bin/sh", "0"), run(copy.settings()));
      assertEquals(List.of("changed", "0"), run(copy.settings()));
    }

    assertArrayEquals(before, Files.readAllBytes(disk));
    assertEquals(List.of("disk.raw"), images());
  }

  @Test
  void isNotCopiedForUsersOfItsOwn() throws IOException {
    Users own = Users.in(new UserNamespace(1_000_079_360, 65536));

    try (EphemeralCopy copy =
        EphemeralCopy.of(of(disk).with(Network.LOOPBACK).with(own), runtime, () -> {})) {
      assertEquals(Optional.of(CloneMethod.OVERLAY), copy.method());
      assertEquals(List.of("root:x:0:0:root:/root:/bin/sh", "0"), run(copy.settings()));
      assertEquals(List.of("changed", "0"), run(copy.settings()));
    }
  }

  @Test
  void isCopiedWhenItsJournalWouldHaveToBeReplayed() throws IOException {
    TOOLS.run("debugfs", "-w", "-R", "feature needs_recovery", disk.toString()).successfully();

    try (EphemeralCopy copy = copy(disk)) {
      assertEquals(Optional.of(CloneMethod.COPY), copy.method());
      assertEquals(List.of("root:x:0:0:root:/root:/bin/sh", "0"), run(copy.settings()));
    }

    assertEquals(List.of("disk.raw"), images());
  }

  @Test
  void canBeABlockDevice() throws IOException {
    try (Fd file = Descriptors.onHost(BytePath.of(disk.toString()), Descriptors.O_RDWR);
        Fd device = LoopDevices.attach(file, 0, 0, false);
        EphemeralCopy copy = copy(Path.of(device.name()))) {
      assertEquals(Optional.of(CloneMethod.OVERLAY), copy.method());
      assertEquals(List.of("root:x:0:0:root:/root:/bin/sh", "0"), run(copy.settings()));
    }
  }

  @Test
  void sharesItsContentWhereTheFileSystemCan() throws Exception {
    OwnFileSystem xfs = OwnFileSystem.make(directory, "xfs", "-q");

    xfs.run(
        () -> {
          Path there = Files.copy(disk, xfs.place().resolve("disk.raw"));
          try (EphemeralCopy copy = copy(there)) {
            assertEquals(Optional.of(CloneMethod.REFLINK), copy.method());
            assertEquals(List.of("root:x:0:0:root:/root:/bin/sh", "0"), run(copy.settings()));
          }
        });
  }

  private EphemeralCopy copy(Path path) {
    return EphemeralCopy.of(of(path), runtime, () -> {});
  }

  private static MachineSettings of(Path path) {
    return MachineSettings.of(
            new MachineName("disk-" + ProcessHandle.current().pid()),
            path,
            new Payload.Program(
                List.of(
                    "/bin/sh",
                    "-c",
                    "cat /etc/passwd; echo changed >/etc/passwd; stat -c %u /etc/passwd")))
        .with(new Source(path, Source.Kind.DISK, true))
        .with(FileView.with(List.of(CustomMount.Bind.of(Path.of("/usr"), "/usr", true))))
        .with(Integration.NONE);
  }

  private List<String> run(MachineSettings settings) {
    try (Pipe output = Pipe.open("output");
        Fd nothing = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDONLY)) {
      Stdio stdio = new Stdio.Descriptors(nothing, output.writing(), output.writing());
      try (Machine machine = new Launcher(runtime).start(settings, stdio)) {
        output.stopWriting();
        byte[] bytes = Contents.read(output.reading(), 1 << 16);
        machine.await();
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
      }
    }
  }

  private List<String> images() throws IOException {
    try (Stream<Path> files = Files.list(disk.getParent())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
