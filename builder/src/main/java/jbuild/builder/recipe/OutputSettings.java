package jbuild.builder.recipe;

import java.util.Objects;
import java.util.Optional;

/**
 * How the outputs are made that can be made in more than one way.
 *
 * @param disk what raw disks look like
 * @param oci how containers of images of OCI start
 * @param generations how many builds of a subvolume are kept
 * @param signing what signs the checksums
 */
public record OutputSettings(
    DiskSettings disk, OciSettings oci, int generations, Optional<Signing> signing) {
  /** As for a recipe that says nothing of it. */
  public static final OutputSettings STANDARD =
      new OutputSettings(DiskSettings.STANDARD, OciSettings.STANDARD, 3, Optional.empty());

  public OutputSettings {
    Objects.requireNonNull(disk);
    Objects.requireNonNull(oci);
    Objects.requireNonNull(signing);
    if (generations < 1) {
      throw new IllegalArgumentException("the newest build is kept in any case");
    }
  }
}
