package jbuild.runner.tree;

import java.util.Map;
import jbuild.runner.image.ImageTree;

/**
 * What a start changes in the image itself, before its owners are mapped: through an id-mapped
 * mount the host's root could not create files.
 */
public record ImagePreparation(HostFiles hostFiles) {
  private static final Map<String, Integer> BASE =
      Map.of("/dev", 0755, "/proc", 0755, "/sys", 0755, "/run", 0755, "/tmp", 01777, "/root", 0750);

  /** Makes the places that every system has, and lets files follow the host's. */
  public void prepare(ImageTree image) {
    BASE.forEach((path, mode) -> makeDirectory(image, path, mode));
    hostFiles.prepare(image);
  }

  private static void makeDirectory(ImageTree image, String path, int mode) {
    if (!image.exists(path)) {
      image.directory(path, mode, 0, 0);
    }
  }
}
