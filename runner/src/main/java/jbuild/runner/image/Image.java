package jbuild.runner.image;

import java.nio.file.Path;

/** What a machine can be started from. */
public sealed interface Image {
  /** Where it is. */
  Path path();

  /** A tree of files; also a subvolume. */
  record Directory(Path path) implements Image {}

  /** A file or block device with a partition table, or with one file system. */
  record Disk(Path path) implements Image {}

  /** What has to be made into one of the others first. */
  record Archive(Path path) implements Image {}

  /** A directory of layers, NAME.mstack. */
  record Layers(Path path) implements Image {}
}
