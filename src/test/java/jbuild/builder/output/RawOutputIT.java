package jbuild.builder.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.disk.DiskIds;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.recipe.DiskFileSystem;
import jbuild.builder.recipe.DiskSettings;
import jbuild.builder.recipe.DiskSize;
import jbuild.builder.recipe.PartitionUse;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Raw disks of a tree that has everything, held against that tree by tools of others. */
@Tag("root")
@Tag("beside")
class RawOutputIT {
  private static final long MIB = 1 << 20;
  private static final DiskIds IDS = new DiskIds("web", Optional.of("1"));
  private static final DiskSize GIVEN = new DiskSize(DiskSize.Base.FIXED, 640 * MIB, 0);

  @TempDir Path directory;
  private ToolsImage others;
  private Workspace workspace;
  private Toolsets tools;

  @BeforeEach
  void prepare() throws IOException {
    others = ToolsImage.of("test-images/formats.toml").showing(directory);
    List<String> log = new ArrayList<>();
    Launcher launcher = new Launcher(new RuntimeDirectory(directory.resolve("run")));
    Path build = Files.createDirectories(directory.resolve("build/root")).getParent();
    workspace =
        new Workspace(
            build,
            Path.of(System.getenv().getOrDefault("JBUILD_CACHE", "/var/cache/jbuild")),
            new MachineSandbox(launcher, build.resolve("log"), log::add),
            Progress.SILENT);
    tools = Toolsets.of(DebianStable.forHost(System.getenv()));
  }

  @ParameterizedTest
  @EnumSource(DiskFileSystem.class)
  void isSoundAndHasAllOfTheTree(DiskFileSystem fileSystem) {
    boolean whole = fileSystem != DiskFileSystem.SQUASHFS;
    fill(whole);

    Path disk = write(new DiskSettings(fileSystem, DiskSize.AUTO, List.of(), Optional.empty()));

    checkTable(disk);
    List<String> root = partitions(disk).get(0);
    assertEquals("4f68bce3-e8cd-4db1-96e7-fbcaf984b709", root.get(2));
    checkFileSystem(fileSystem, disk, root);
    same(disk, root, workspace.root());
  }

  @Test
  void hasDirectoriesInPartitionsOfTheirOwn() {
    fill(true);

    Path disk =
        write(
            new DiskSettings(
                DiskFileSystem.EXT4,
                GIVEN,
                List.of(
                    partition(PartitionUse.HOME, DiskFileSystem.BTRFS, DiskSize.AUTO),
                    partition(PartitionUse.TMP, DiskFileSystem.EXT4, DiskSize.AUTO),
                    partition(
                        PartitionUse.SWAP,
                        DiskFileSystem.EXT4,
                        new DiskSize(DiskSize.Base.FIXED, 16 * MIB, 0))),
                Optional.empty()));

    checkTable(disk);
    List<List<String>> partitions = partitions(disk);
    assertEquals(
        List.of(
            "933ac7e1-2eb4-4f13-b844-0e14e2aef915",
            "7ec6f557-3bc5-4aca-b293-16ef5df639d1",
            "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f",
            "4f68bce3-e8cd-4db1-96e7-fbcaf984b709"),
        partitions.stream().map(fields -> fields.get(2)).toList());
    assertEquals(640 * MIB, disk.toFile().length());
    same(disk, partitions.get(0), workspace.root().resolve("home"));
    same(disk, partitions.get(1), workspace.root().resolve("var/tmp"));
    same(disk, partitions.get(3), workspace.root(), "--exclude=./home/*", "--exclude=./var/tmp/*");
    List<String> swap = partitions.get(2);
    String blkid =
        inTools("blkid", "-p", "-s", "TYPE", "-s", "UUID", "-o", "value", "-O", swap.get(0), disk)
            .output();
    assertEquals(IDS.of("file system swap") + "\nswap\n", blkid);
  }

  @ParameterizedTest
  @EnumSource(
      value = DiskFileSystem.class,
      names = {"EXT4", "SQUASHFS", "EROFS"})
  void isTheSameToTheLastByteWhenItIsWrittenAgain(DiskFileSystem fileSystem) throws IOException {
    fill(true);
    DiskSettings settings =
        new DiskSettings(fileSystem, DiskSize.AUTO, List.of(), Optional.empty());

    byte[] first = Files.readAllBytes(write(settings));
    Trees.remove(workspace.directory().resolve("outputs"));

    assertArrayEquals(first, Files.readAllBytes(write(settings)));
  }

  @Test
  void saysHowLargeItMustBeWhenItIsToBeTooSmall() {
    fill(true);
    DiskSize tooSmall = new DiskSize(DiskSize.Base.FIXED, 8 * MIB, 0);

    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                write(
                    new DiskSettings(DiskFileSystem.EXT4, tooSmall, List.of(), Optional.empty())));

    assertEquals("cannot make a disk of 8M", failure.what());
    String needed = failure.fix().replaceFirst(".*size = \"([0-9]+)M\".*", "$1");
    long enough = Long.parseLong(needed) * MIB;
    DiskSize size = new DiskSize(DiskSize.Base.FIXED, enough, 0);
    Path disk = write(new DiskSettings(DiskFileSystem.EXT4, size, List.of(), Optional.empty()));
    assertEquals(enough, disk.toFile().length());
  }

  private static DiskSettings.Partition partition(
      PartitionUse use, DiskFileSystem fileSystem, DiskSize size) {
    return new DiskSettings.Partition(use, fileSystem, size);
  }

  /**
   * @param whole whether with what squashfs has no place for
   */
  private void fill(boolean whole) {
    script(
        "nasty-tree.sh",
        workspace.root().toString(),
        whole ? "with-lists" : "plain",
        whole ? ".123456789" : "");
  }

  private Path write(DiskSettings settings) {
    String architecture = HostArchitecture.current().names().get(0);
    new RawOutput("web.raw", settings, IDS, architecture, tools).run(workspace);
    return workspace.directory().resolve("outputs/web.raw");
  }

  private void checkTable(Path disk) {
    inTools("sfdisk", "--verify", disk);
    String verdict = inTools("sgdisk", "-v", disk).output();
    assertEquals(1, verdict.split("No problems found").length - 1, verdict);
  }

  /** Of each partition: where it begins, its size, both in bytes, and its type. */
  private List<List<String>> partitions(Path disk) {
    String table = inTools("sfdisk", "--dump", disk).output();
    return table
        .lines()
        .filter(line -> line.contains("start="))
        .map(line -> line.replaceAll("[ ,]+", " "))
        .map(
            line ->
                List.of(
                    bytes(line.replaceFirst(".*start= ?([0-9]+).*", "$1")),
                    bytes(line.replaceFirst(".*size= ?([0-9]+).*", "$1")),
                    line.replaceFirst(".*type=([0-9A-F-]+).*", "$1").toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static String bytes(String sectors) {
    return Long.toString(Long.parseLong(sectors) * 512);
  }

  private void checkFileSystem(DiskFileSystem fileSystem, Path disk, List<String> place) {
    Path part = directory.resolve("part");
    inTools(
        "dd",
        "if=" + disk,
        "of=" + part,
        "bs=1M",
        "skip=" + Long.parseLong(place.get(0)) / MIB,
        "count=" + Long.parseLong(place.get(1)) / MIB,
        "conv=sparse");
    switch (fileSystem) {
      case EXT4 -> inTools("e2fsck", "-f", "-n", part);
      case BTRFS -> inTools("btrfs", "check", "--readonly", "--check-data-csum", part);
      case XFS -> inTools("xfs_repair", "-n", part);
      case SQUASHFS -> inTools("unsquashfs", "-quiet", "-no-progress", "-d", "/run/tree", part);
      case EROFS -> inTools("fsck.erofs", "--extract", part);
    }
  }

  private void same(Path disk, List<String> place, Path tree, String... words) {
    List<String> all =
        new ArrayList<>(List.of(disk.toString(), place.get(0), place.get(1), tree.toString()));
    all.addAll(List.of(words));
    script("same-tree.sh", all.toArray(String[]::new));
  }

  private void script(String name, String... words) {
    try {
      Path script =
          Files.copy(
              Path.of(RawOutputIT.class.getResource(name).toURI()),
              directory.resolve(name),
              StandardCopyOption.REPLACE_EXISTING);
      inTools(Stream.concat(Stream.of("/bin/bash", script), Stream.of(words)).toArray());
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Finished inTools(Object... words) {
    return others.run(Stream.of(words).map(Object::toString).toArray(String[]::new)).successfully();
  }
}
