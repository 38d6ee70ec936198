package jbuild.runner.image.quota;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.QuotaUsage;

/**
 * What a tree uses of its file system, and may use: as the file system counts, so at once.
 *
 * <p>Subvolumes of btrfs are counted when somebody has limited one of them. Other directories are
 * where the file system counts projects: XFS or ext4, mounted with the option {@code prjquota}.
 */
public interface ImageQuota {
  /** That of a directory of the host. */
  static ImageQuota of(Path directory) {
    try (Fd place = Descriptors.onHost(BytePath.of(directory.toString()))) {
      if (Btrfs.isSubvolume(place)) {
        return new SubvolumeQuota(directory);
      }
      return FileStatus.of(place).isDirectory() && !Btrfs.holds(place)
          ? new ProjectQuota(directory)
          : new NoQuota(directory);
    }
  }

  /** What is used, and the limits; empty where nothing is counted. */
  Optional<QuotaUsage> usage();

  /**
   * Limits what the tree uses; empty takes the limit away.
   *
   * @throws jbuild.runner.Failure where the file system cannot
   */
  void limit(OptionalLong bytes);
}
