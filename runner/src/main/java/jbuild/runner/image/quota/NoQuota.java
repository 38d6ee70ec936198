package jbuild.runner.image.quota;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.QuotaUsage;

/** That of what nobody counts. */
record NoQuota(Path directory) implements ImageQuota {
  @Override
  public Optional<QuotaUsage> usage() {
    return Optional.empty();
  }

  @Override
  public void limit(OptionalLong bytes) {
    throw failure(directory);
  }

  static Failure failure(Path directory) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot limit " + directory,
        "its file system counts neither subvolumes nor projects",
        "make it a subvolume, in a pool for example ('jbuild pool create'), or mount XFS with"
            + " prjquota");
  }
}
