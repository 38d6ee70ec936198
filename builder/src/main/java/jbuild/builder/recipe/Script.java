package jbuild.builder.recipe;

import java.time.Duration;
import java.util.Objects;

/**
 * Shell commands of the recipe, run inside the image.
 *
 * @param run what /bin/sh reads
 * @param network whether it may use the host's network
 * @param limit the time after which it is killed
 */
public record Script(Phase phase, String run, boolean network, Duration limit) {
  public Script {
    Objects.requireNonNull(phase);
    if (run.isBlank() || limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a script needs commands and time");
    }
  }
}
