package jbuild.builder.disk.boot;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import jbuild.builder.disk.DiskPartition;
import jbuild.builder.disk.PartitionKind;
import jbuild.builder.distribution.DebianStable;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.image.ImageTree;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.tools.BuiltImages;
import jbuild.tools.EmulatedMachine;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What firmware, kernels and tools of others make of the partition that firmware reads. */
@Tag("root")
class DiskBootIT {
  private static final String REPORT = "It is running, and failed: ().";
  private static final long MIB = 1 << 20;
  private static final long ESP = 100 * MIB;
  private static final long ROOT = 700 * MIB;
  private static final UUID ROOT_ID = UUID.fromString("7c3b9d5e-2f1a-4b6c-8d7e-9f0a1b2c3d4e");
  private static final KernelOptions OPTIONS =
      new KernelOptions(ROOT_ID, "ext4", "console=ttyS0 mitigations=off");
  private static final DiskPartition PLACE =
      new DiskPartition(
          PartitionKind.ESP,
          UUID.fromString("c12a7328-f81f-11d2-ba4b-00a0c93ec93b"),
          UUID.fromString("1234abcd-0000-4000-8000-000000000000"),
          "esp",
          0,
          MIB,
          ESP);

  @TempDir Path directory;
  private Path tree;
  private ToolsImage tools;

  @BeforeEach
  void findTheImage() {
    tree = BuiltImages.of("test-images/firmware.toml");
    tools = ToolsImage.of("test-images/formats.toml").showing(directory).showing(tree.getParent());
  }

  @Test
  void firmwareStartsSystemdBootWithNothingFromOutsideAndThatTheSystem() throws IOException {
    Path disk = disk(false);

    Finished machine = new EmulatedMachine(tools, disk).startedByFirmware();

    assertTrue(machine.output().contains(REPORT), machine.output());
    assertEquals(0, machine.status());
  }

  @Test
  void firmwareStartsAUnifiedKernelWithNothingFromOutside() throws IOException {
    Path disk = disk(true);

    Finished machine = new EmulatedMachine(tools, disk).startedByFirmware();

    assertTrue(machine.output().contains(REPORT), machine.output());
    assertEquals(0, machine.status());
  }

  @Test
  void theKernelOnThePartitionStartsTheSystemWithoutFirmwareToo() throws IOException {
    Path disk = disk(false);
    String files = "::/firmware/" + version() + "/";
    tools
        .run("mcopy", "-i", disk + "@@1M", files + "linux", files + "initrd.img", directory + "/")
        .successfully();

    Finished machine =
        new EmulatedMachine(tools, disk)
            .startedWith(
                directory.resolve("linux"), directory.resolve("initrd.img"), OPTIONS.text());

    assertTrue(machine.output().contains(REPORT), machine.output());
    assertEquals(0, machine.status());
  }

  @Test
  void thePartitionIsInOrderAndTheSameFilesMakeTheSameBytes() throws IOException {
    Path one = partition("one", false);
    Path other = partition("other", false);

    Finished check = tools.run("fsck.vfat", "-n", "-V", one.toString()).successfully();
    Finished list = tools.run("mdir", "-b", "-/", "-i", one.toString(), "::").successfully();

    assertAll(
        () -> assertEquals(ESP, Files.size(one)),
        () -> assertEquals(-1, Files.mismatch(one, other)),
        () -> assertTrue(check.output().contains("14 files"), check.output()),
        () ->
            assertEquals(
                List.of(
                    "::/EFI/BOOT/BOOTX64.EFI",
                    "::/EFI/systemd/systemd-bootx64.efi",
                    "::/firmware/" + version() + "/initrd.img",
                    "::/firmware/" + version() + "/linux",
                    "::/loader/entries/firmware-" + version() + ".conf",
                    "::/loader/loader.conf"),
                list.output().lines().filter(line -> !line.endsWith("/")).sorted().toList()));
  }

  @Test
  void aUnifiedKernelHasTheSectionsThatOtherToolsFindInIt() throws IOException {
    Path partition = partition("unified", true);
    Path program = directory.resolve("unified.efi");
    String name = "::/EFI/Linux/firmware-" + version() + ".efi";
    tools.run("mcopy", "-i", partition.toString(), name, program.toString()).successfully();
    ToolsImage binutils = ToolsImage.get().showing(directory);

    String sections = binutils.run("objdump", "-h", "-w", program.toString()).output();
    for (String section : List.of("osrel", "cmdline", "uname", "initrd", "linux")) {
      binutils
          .run("objcopy", "-O", "binary", "-j." + section, program.toString(), dump(section))
          .successfully();
    }

    assertTrue(sections.contains(".sbat"), sections);
    assertAll(
        () -> assertEquals(OPTIONS.text(), Files.readString(Path.of(dump("cmdline")))),
        () -> assertEquals(version(), Files.readString(Path.of(dump("uname")))),
        () -> assertSame("/usr/lib/os-release", dump("osrel")),
        () -> assertSame("/boot/vmlinuz-" + version(), dump("linux")),
        () -> assertSame("/boot/initrd.img-" + version(), dump("initrd")));
  }

  private String dump(String section) {
    return directory.resolve("section-" + section).toString();
  }

  private void assertSame(String inImage, String file) throws IOException {
    try (ImageTree image = ImageTree.open(tree)) {
      byte[] expected = image.read(inImage, 1 << 30).orElseThrow();
      assertArrayEquals(expected, Files.readAllBytes(Path.of(file)));
    }
  }

  private String version() {
    try (ImageTree image = ImageTree.open(tree)) {
      List<Kernel> kernels = Kernel.in(image);
      assertEquals(1, kernels.size());
      return kernels.get(0).version();
    }
  }

  /** A disk with the partition and the system, as others' tools lay it out. */
  private Path disk(boolean unified) throws IOException {
    Path disk = directory.resolve("disk.raw");
    String script =
        """
        set -e
        truncate -s %d %s
        printf '%%s\\n' 'label: gpt' \
          'start=1MiB,size=%dMiB,type=uefi' 'start=%dMiB,size=%dMiB,type=linux,uuid=%s' |
          sfdisk -q %s
        mkfs.ext4 -q -d %s -E offset=%d %s %dk
        """
            .formatted(
                2 * MIB + ESP + ROOT,
                disk,
                ESP / MIB,
                1 + ESP / MIB,
                ROOT / MIB,
                ROOT_ID,
                disk,
                tree,
                PLACE.end(),
                disk,
                ROOT / 1024);
    tools.run("sh", "-c", script).successfully();
    write(disk, "firmware", unified);
    return disk;
  }

  /** The partition alone. */
  private Path partition(String work, boolean unified) throws IOException {
    Path disk = directory.resolve(work + ".raw");
    Path partition = directory.resolve(work + ".fat");
    tools.run("truncate", "-s", Long.toString(PLACE.end() + MIB), disk.toString()).successfully();
    write(disk, work, unified);
    String count = "count=" + ESP / MIB;
    tools
        .run("dd", "bs=1M", "skip=1", count, "conv=sparse", "if=" + disk, "of=" + partition)
        .successfully();
    return partition;
  }

  private void write(Path disk, String work, boolean unified) throws IOException {
    Path place = Files.createDirectory(directory.resolve(work + "-work"));
    Path root = Files.createSymbolicLink(place.resolve("root"), tree);
    Launcher launcher = new Launcher(new RuntimeDirectory(directory.resolve("run")));
    MachineSandbox sandbox = new MachineSandbox(launcher, place.resolve("log"), line -> {});
    Path cache =
        Path.of(Optional.ofNullable(System.getenv("JBUILD_CACHE")).orElse("/var/cache/jbuild"));
    new BootContent(
            new BootPartition("firmware", "amd64", unified),
            OPTIONS,
            OptionalLong.empty(),
            Toolsets.of(new DebianStable("amd64", Map.of(), System.getenv())),
            new Workspace(place, cache, sandbox, Progress.SILENT))
        .write(disk, PLACE);
    Files.delete(root);
  }
}
