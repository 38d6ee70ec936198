package jbuild.runner.image.pool;

import java.nio.file.Path;

/** Makes file systems of btrfs; the programs that can are a matter of the caller. */
@FunctionalInterface
public interface PoolFormat {
  /** Makes an empty one that fills the file, which is as large as it is to be, and sparse. */
  void format(Path file);
}
