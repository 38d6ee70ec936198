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
import jbuild.builder.disk.DiskIds;
import jbuild.builder.disk.DiskPartition;
import jbuild.builder.disk.RawDisk;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.BootLoader;
import jbuild.builder.recipe.DiskSettings;
import jbuild.builder.recipe.FirmwareBoot;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.image.ImageTree;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.tools.BuiltImages;
import jbuild.tools.EmulatedMachine;
import jbuild.tools.Finished;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What firmware, kernels and tools of others make of the partition that firmware reads. */
@Tag("root")
@Tag("beside")
class DiskBootIT {
  private static final String REPORT = "It is running, and failed: ().";
  private static final long MIB = 1 << 20;
  private static final DiskIds IDS = new DiskIds("firmware", Optional.empty());
  private static final String OPTIONS =
      "root=PARTUUID="
          + IDS.ofPartition("root")
          + " rootfstype=ext4 rw console=ttyS0 mitigations=off";

  @TempDir Path directory;
  private Path tree;
  private Path disk;
  private ToolsImage tools;

  @BeforeEach
  void findTheImage() {
    tree = BuiltImages.of("test-images/firmware.toml");
    disk = tree.resolveSibling("firmware.raw");
    tools = ToolsImage.of("test-images/formats.toml").showing(directory).showing(tree.getParent());
  }

  @Test
  void firmwareStartsSystemdBootWithNothingFromOutsideAndThatTheSystem() {
    expectReport(new EmulatedMachine(tools, disk).startedByFirmware());
  }

  @Test
  void firmwareStartsAUnifiedKernelWithNothingFromOutside() throws IOException {
    Path copy = directory.resolve("copy.raw");
    tools.run("cp", "--sparse=always", disk.toString(), copy.toString()).successfully();
    write(copy, "unified", true);

    expectReport(new EmulatedMachine(tools, copy).startedByFirmware());
  }

  @Test
  void theKernelOnThePartitionStartsTheSystemWithoutFirmwareToo() {
    String files = "::/firmware/" + version() + "/";
    tools
        .run("mcopy", "-i", disk + "@@1M", files + "linux", files + "initrd.img", directory + "/")
        .successfully();
    Path kernel = directory.resolve("linux");
    Path initrd = directory.resolve("initrd.img");

    expectReport(new EmulatedMachine(tools, disk).startedWith(kernel, initrd, OPTIONS));
  }

  @Test
  void itIsAlsoTheSystemOfAContainer() {
    expectReport(
        Finished.of(
            BuiltImages.jbuild(
                "nspawn", "--quiet", "--boot", "--volatile=overlay", "--image=" + disk)));
  }

  /** On its own, its root is a disk for the original where the kernel reads no partition tables. */
  @Test
  void itsRootIsAlsoTheSystemOfAContainerOfSystemdNspawn() {
    Path root = directory.resolve("root.raw");
    String script =
        "set -e; eval $(sfdisk -d $0 | grep -i 4f68bce3 | tr -d ' ' |"
            + " sed 's/.*start=\\([0-9]*\\),size=\\([0-9]*\\).*/start=\\1 size=\\2/');"
            + " dd status=none conv=sparse bs=1M if=$0 of=$1 skip=$((start / 2048))"
            + " count=$((size / 2048))";
    tools.run("sh", "-c", script, disk.toString(), root.toString()).successfully();
    try (SystemdNspawn original =
        new SystemdNspawn(ToolsImage.get().showing(directory), Map.of())) {
      expectReport(original.runDisk(List.of("--boot", "--volatile=overlay", "--image=" + root)));
    }
  }

  private static void expectReport(Finished machine) {
    assertTrue(machine.output().contains(REPORT), machine.output() + machine.errors());
    assertEquals(0, machine.status());
  }

  @Test
  void thePartitionIsInOrderAndTheSameFilesMakeTheSameBytes() throws IOException {
    Path one = partition("one", false);
    Path other = partition("other", false);

    Finished check = tools.run("fsck.vfat", "-n", "-V", one.toString()).successfully();
    Finished list = tools.run("mdir", "-b", "-/", "-i", one.toString(), "::").successfully();

    assertAll(
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
        () -> assertEquals(OPTIONS, Files.readString(Path.of(dump("cmdline")))),
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

  /** The partition alone. */
  private Path partition(String work, boolean unified) throws IOException {
    Path whole = directory.resolve(work + ".raw");
    tools.run("truncate", "-s", "200M", whole.toString()).successfully();
    long size = write(whole, work, unified);
    Path partition = directory.resolve(work + ".fat");
    String count = "count=" + size / MIB;
    tools
        .run("dd", "bs=1M", "skip=1", count, "conv=sparse", "if=" + whole, "of=" + partition)
        .successfully();
    return partition;
  }

  /** Writes the first partition, and returns its size. */
  private long write(Path target, String work, boolean unified) throws IOException {
    Path place = Files.createDirectory(directory.resolve(work + "-work"));
    Path root = Files.createSymbolicLink(place.resolve("root"), tree);
    Launcher launcher = new Launcher(new RuntimeDirectory(directory.resolve("run")));
    MachineSandbox sandbox = new MachineSandbox(launcher, place.resolve("log"), line -> {});
    Path cache =
        Path.of(Optional.ofNullable(System.getenv("JBUILD_CACHE")).orElse("/var/cache/jbuild"));
    RawDisk.Part part =
        BootContent.part(
            DiskSettings.STANDARD,
            new FirmwareBoot(
                unified ? BootLoader.UKI : BootLoader.SYSTEMD_BOOT,
                Optional.empty(),
                "console=ttyS0 mitigations=off",
                OptionalLong.empty()),
            IDS,
            "amd64",
            Toolsets.of(DebianStable.forHost(System.getenv())),
            new Workspace(place, cache, sandbox, Progress.SILENT));
    long size = DiskPartition.aligned(part.content().size());
    part.content()
        .write(
            target,
            new DiskPartition(
                part.kind(),
                part.kind().type("amd64"),
                IDS.ofPartition("esp"),
                part.label(),
                0,
                MIB,
                size));
    Files.delete(root);
    return size;
  }
}
