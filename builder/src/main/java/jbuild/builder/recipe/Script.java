package jbuild.builder.recipe;

import java.time.Duration;
import java.util.Objects;

/**
 * Shell commands of the recipe.
 *
 * @param run what /bin/sh reads
 * @param network whether it may use the host's network
 * @param limit the time after which it is killed
 */
public record Script(Phase phase, ScriptPlace where, String run, boolean network, Duration limit) {
  public Script {
    Objects.requireNonNull(phase);
    Objects.requireNonNull(where);
    if (phase == Phase.BEFORE_BOOTSTRAP && where == ScriptPlace.IMAGE) {
      throw new IllegalArgumentException("there is no image yet");
    }
    if (run.isBlank() || limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a script needs commands and time");
    }
  }
}
