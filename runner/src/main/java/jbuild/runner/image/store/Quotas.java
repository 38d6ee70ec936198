package jbuild.runner.image.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** How file systems count and limit what one tree takes. */
public interface Quotas {
  /** What the tree takes and may take; empty where its file system does not count that. */
  Optional<Space> space(Path tree);

  /** Limits what the tree may take, or ends the limit; fails where the file system cannot. */
  void limit(Path tree, OptionalLong bytes);
}
