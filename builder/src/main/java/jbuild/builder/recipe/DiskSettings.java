package jbuild.builder.recipe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a raw disk looks like.
 *
 * @param fileSystem of the root
 * @param size of the root's file system; a fixed one is that of the whole disk
 * @param partitions beside the root, each use once
 * @param boot how firmware starts it, if it can
 */
public record DiskSettings(
    DiskFileSystem fileSystem,
    DiskSize size,
    List<Partition> partitions,
    Optional<FirmwareBoot> boot) {
  /** As for a recipe that says nothing of it. */
  public static final DiskSettings STANDARD =
      new DiskSettings(DiskFileSystem.EXT4, DiskSize.AUTO, List.of(), Optional.empty());

  /**
   * A partition beside the root.
   *
   * @param fileSystem has no meaning for swap
   */
  public record Partition(PartitionUse use, DiskFileSystem fileSystem, DiskSize size) {
    public Partition {
      Objects.requireNonNull(use);
      Objects.requireNonNull(fileSystem);
      Objects.requireNonNull(size);
      if (use == PartitionUse.SWAP && !size.isFixed()) {
        throw new IllegalArgumentException("swap has no content that its size could come from");
      }
    }
  }

  public DiskSettings {
    Objects.requireNonNull(fileSystem);
    Objects.requireNonNull(size);
    partitions = List.copyOf(partitions);
    Objects.requireNonNull(boot);
    if (partitions.stream().map(Partition::use).distinct().count() < partitions.size()) {
      throw new IllegalArgumentException("two partitions for one use");
    }
  }
}
