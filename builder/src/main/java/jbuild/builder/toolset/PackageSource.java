package jbuild.builder.toolset;

import java.nio.file.Path;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Downloads;
import jbuild.builder.repository.Suite;

/** Where the packages of tools come from; it is asked only for what the cache does not have. */
public interface PackageSource {
  /** The packages there are, verified. */
  Suite suite(Path cache, Progress progress);

  /** What brings them here. */
  Downloads downloads(Path cache);
}
