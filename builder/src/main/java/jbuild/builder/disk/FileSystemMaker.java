package jbuild.builder.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Makes file systems of one kind that are written later too. */
interface FileSystemMaker {
  /** How many bytes a file system must have for a tree: rather too many. */
  long needed(TreeRecord record);

  /** Makes the file system in its place of a disk. */
  void make(FileSystemJob job, TreeRecord record, Path disk, DiskPartition place)
      throws IOException;
}
