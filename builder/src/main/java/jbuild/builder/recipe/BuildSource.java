package jbuild.builder.recipe;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory of sources that an image's build sees.
 *
 * @param target where below the directory of all sources; "." is that directory itself
 * @param writable whether the build may write there; what it writes is thrown away
 */
public record BuildSource(Path directory, String target, boolean writable) {
  /** The directory of all sources. */
  static final String ITSELF = ".";

  public BuildSource {
    Objects.requireNonNull(directory);
    if (!target.equals(ITSELF) && !Grammar.BUILD_TARGET.matches(target)) {
      throw new IllegalArgumentException("not a place for sources: " + target);
    }
  }

  /** Whether it takes the place of the directory of all sources. */
  public boolean isAlone() {
    return target.equals(ITSELF);
  }
}
