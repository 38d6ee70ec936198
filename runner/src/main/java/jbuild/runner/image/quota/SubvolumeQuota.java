package jbuild.runner.image.quota;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.linux.BtrfsQuotas;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.QuotaUsage;

/** That of a subvolume; those below it have their own. */
record SubvolumeQuota(Path directory) implements ImageQuota {
  @Override
  public Optional<QuotaUsage> usage() {
    try (Fd subvolume = open()) {
      return BtrfsQuotas.usage(subvolume);
    }
  }

  @Override
  public void limit(OptionalLong bytes) {
    try (Fd subvolume = open()) {
      if (BtrfsQuotas.usage(subvolume).isEmpty()) {
        if (bytes.isEmpty()) {
          return;
        }
        BtrfsQuotas.enable(subvolume);
      }
      BtrfsQuotas.limit(subvolume, bytes);
    }
  }

  private Fd open() {
    return Descriptors.onHost(BytePath.of(directory.toString()));
  }
}
