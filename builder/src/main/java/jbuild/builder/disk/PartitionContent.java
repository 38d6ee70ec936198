package jbuild.builder.disk;

import java.nio.file.Path;

/** What a partition of a disk is filled with. */
public interface PartitionContent {
  /** How large its partition is, in bytes; asked once, before any is written. */
  long size();

  /**
   * Fills the partition.
   *
   * @param disk a file with the size of the disk, in which nothing else writes meanwhile
   */
  void write(Path disk, DiskPartition place);
}
