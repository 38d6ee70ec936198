package jbuild.builder.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.DiskFileSystem;
import jbuild.builder.recipe.DiskSettings;
import jbuild.builder.recipe.DiskSize;
import jbuild.builder.recipe.PartitionUse;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;

/** The parts of the disk that a recipe describes, but for what firmware boots from. */
public final class DiskParts {
  private final DiskSettings settings;
  private final DiskIds ids;
  private final Toolsets tools;
  private final Workspace workspace;

  public DiskParts(DiskSettings settings, DiskIds ids, Toolsets tools, Workspace workspace) {
    this.settings = settings;
    this.ids = ids;
    this.tools = tools;
    this.workspace = workspace;
  }

  /** The programs that such disks are written with. */
  public static Set<Toolset> tools(DiskSettings settings) {
    Set<Toolset> tools = EnumSet.of(toolset(settings.fileSystem()));
    for (DiskSettings.Partition partition : settings.partitions()) {
      if (partition.use() != PartitionUse.SWAP) {
        tools.add(toolset(partition.fileSystem()));
      }
    }
    return tools;
  }

  private static Toolset toolset(DiskFileSystem fileSystem) {
    return switch (fileSystem) {
      case EXT4 -> Toolset.EXT4;
      case BTRFS -> Toolset.BTRFS;
      case XFS -> Toolset.XFS;
      case SQUASHFS -> Toolset.SQUASHFS;
      case EROFS -> Toolset.EROFS;
    };
  }

  /** In the order of the disk: the root last, so that it can grow with the disk. */
  public List<RawDisk.Part> parts() {
    PartitionTrees trees = PartitionTrees.of(settings, ids, workspace);
    List<RawDisk.Part> parts = new ArrayList<>();
    for (DiskSettings.Partition partition : settings.partitions()) {
      PartitionKind kind = kind(partition.use());
      DiskSize size = partition.size();
      parts.add(
          kind == PartitionKind.SWAP
              ? swap(size.of(0, 0))
              : part(kind, partition.fileSystem(), size, trees.of(kind)));
    }
    // A fixed size is that of the disk: the root has what others leave of it.
    DiskSize size =
        settings.size().isFixed() ? new DiskSize(DiskSize.Base.CONTENT, 0, 0) : settings.size();
    parts.add(part(PartitionKind.ROOT, settings.fileSystem(), size, trees.of(PartitionKind.ROOT)));
    return parts;
  }

  static PartitionKind kind(PartitionUse use) {
    return switch (use) {
      case HOME -> PartitionKind.HOME;
      case SRV -> PartitionKind.SRV;
      case VAR -> PartitionKind.VAR;
      case TMP -> PartitionKind.TMP;
      case SWAP -> PartitionKind.SWAP;
    };
  }

  private RawDisk.Part swap(long size) {
    PartitionContent content = new SwapContent(ids.of("file system swap"), size);
    return new RawDisk.Part(PartitionKind.SWAP, PartitionKind.SWAP.word(), 0, content);
  }

  private RawDisk.Part part(
      PartitionKind kind, DiskFileSystem fileSystem, DiskSize size, PartitionTree tree) {
    String label = kind.word();
    FileSystemJob job =
        new FileSystemJob(tree, label, ids.of("file system " + label), tools, workspace);
    Optional<FileSystemMaker> maker = maker(fileSystem);
    PartitionContent content =
        maker.isPresent()
            ? new WritableContent(maker.get(), job, size)
            : new PackedContent(label, packed(fileSystem, job), size);
    long attributes = maker.isPresent() ? DiskPartition.GROW : DiskPartition.READ_ONLY;
    return new RawDisk.Part(kind, label, attributes, content);
  }

  private static Optional<FileSystemMaker> maker(DiskFileSystem fileSystem) {
    return switch (fileSystem) {
      case EXT4 -> Optional.of(new Ext4Maker());
      case BTRFS -> Optional.of(new BtrfsMaker());
      case XFS -> Optional.of(new XfsMaker());
      case SQUASHFS, EROFS -> Optional.empty();
    };
  }

  private static Path packed(DiskFileSystem fileSystem, FileSystemJob job) {
    return fileSystem == DiskFileSystem.SQUASHFS
        ? PackedFileSystem.squashfs(job)
        : PackedFileSystem.erofs(job);
  }
}
