package jbuild.runner.image;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;

/** How much of a disk a file, or a tree of files, takes. */
public final class DiskUsage {
  private static final int BLOCK = 512;

  private final Set<Long> counted = new HashSet<>();
  private long blocks;

  private DiskUsage() {}

  /** In bytes; a file with several names counts once. */
  public static long of(Path path) {
    DiskUsage usage = new DiskUsage();
    try (Fd root = Descriptors.onHost(BytePath.of(path.toString()))) {
      TreeWalk.look(root, (name, directory, status) -> usage.add(status));
    }
    return usage.blocks * BLOCK;
  }

  private void add(FileStatus status) {
    if (status.isDirectory() || status.links() == 1 || counted.add(status.inode())) {
      blocks += status.blocks();
    }
  }
}
