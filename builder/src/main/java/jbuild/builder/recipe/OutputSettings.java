package jbuild.builder.recipe;

import java.util.Objects;

/**
 * How the outputs are made that can be made in more than one way.
 *
 * @param disk what raw disks look like
 * @param oci how containers of images of OCI start
 */
public record OutputSettings(DiskSettings disk, OciSettings oci) {
  /** As for a recipe that says nothing of it. */
  public static final OutputSettings STANDARD =
      new OutputSettings(DiskSettings.STANDARD, OciSettings.STANDARD);

  public OutputSettings {
    Objects.requireNonNull(disk);
    Objects.requireNonNull(oci);
  }
}
