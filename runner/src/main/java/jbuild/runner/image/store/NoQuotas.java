package jbuild.runner.image.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Where nothing is counted. */
public final class NoQuotas implements Quotas {
  @Override
  public Optional<Space> space(Path tree) {
    return Optional.empty();
  }

  @Override
  public void limit(Path tree, OptionalLong bytes) {
    throw new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot limit " + tree,
        "its file system has no quotas",
        "keep images on btrfs, for example in a pool: 'jbuild pool --help'");
  }
}
