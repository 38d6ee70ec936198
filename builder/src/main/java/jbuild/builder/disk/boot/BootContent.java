package jbuild.builder.disk.boot;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.builder.disk.DiskIds;
import jbuild.builder.disk.DiskPartition;
import jbuild.builder.disk.PartitionContent;
import jbuild.builder.disk.PartitionKind;
import jbuild.builder.disk.RawDisk;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.BootLoader;
import jbuild.builder.recipe.DiskSettings;
import jbuild.builder.recipe.FirmwareBoot;
import jbuild.builder.toolset.Toolsets;

/** The partition that firmware reads, filled from the image of a workspace. */
public final class BootContent implements PartitionContent {
  private final BootPartition partition;
  private final KernelOptions options;
  private final OptionalLong size;
  private final Toolsets tools;
  private final Workspace workspace;
  private Optional<FatFiles> files = Optional.empty();

  /**
   * @param size in place of one with room for the next kernel
   */
  public BootContent(
      BootPartition partition,
      KernelOptions options,
      OptionalLong size,
      Toolsets tools,
      Workspace workspace) {
    this.partition = partition;
    this.options = options;
    this.size = size;
    this.tools = tools;
    this.workspace = workspace;
  }

  /** The part of a disk that firmware starts it from. */
  public static RawDisk.Part part(
      DiskSettings disk,
      FirmwareBoot boot,
      DiskIds ids,
      String architecture,
      Toolsets tools,
      Workspace workspace) {
    KernelOptions options =
        new KernelOptions(
            ids.ofPartition(PartitionKind.ROOT.word()),
            disk.fileSystem().toString(),
            boot.options());
    BootPartition partition =
        new BootPartition(ids.image(), architecture, boot.loader() == BootLoader.UKI);
    return new RawDisk.Part(
        PartitionKind.ESP,
        PartitionKind.ESP.word(),
        0,
        new BootContent(partition, options, boot.partitionSize(), tools, workspace));
  }

  @Override
  public long size() {
    return size.orElseGet(() -> files().comfortableSize());
  }

  @Override
  public void write(Path disk, DiskPartition place) {
    int volumeId = (int) place.id().getMostSignificantBits();
    files().write(tools, workspace, disk, new FatPlace(place.start(), place.size(), volumeId));
  }

  private FatFiles files() {
    if (files.isEmpty()) {
      files = Optional.of(partition.files(workspace, options));
    }
    return files.get();
  }
}
