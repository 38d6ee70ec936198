package jbuild.builder.disk;

import java.nio.file.Path;

/** What a partition of a disk is filled with. */
public interface PartitionContent {
  /** How large its partition must be at least, in bytes; asked before any is written. */
  long size();

  /**
   * Fills the partition.
   *
   * @param disk a file with the size of the disk, in which nothing else writes meanwhile
   */
  void write(Path disk, DiskPartition place);

  /** Asks for more room, after it had not enough; returns whether that makes sense. */
  default boolean grow() {
    return false;
  }
}
