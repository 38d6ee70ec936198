package jbuild.builder.recipe;

import java.util.Objects;
import java.util.Optional;

/**
 * What a raw disk looks like.
 *
 * @param boot how firmware starts it, if it can
 */
public record DiskSettings(Optional<FirmwareBoot> boot) {
  /** As for a recipe that says nothing of it. */
  public static final DiskSettings STANDARD = new DiskSettings(Optional.empty());

  public DiskSettings {
    Objects.requireNonNull(boot);
  }
}
