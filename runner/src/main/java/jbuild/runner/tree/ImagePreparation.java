package jbuild.runner.tree;

import java.util.Map;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileType;

/**
 * What a start changes in the image itself, before its owners are mapped: through an id-mapped
 * mount the host's root could not create files.
 */
public record ImagePreparation(HostFiles hostFiles) {
  private static final Map<String, Integer> BASE =
      Map.of("/dev", 0755, "/proc", 0755, "/sys", 0755, "/run", 0755, "/tmp", 01777, "/root", 0750);

  /** Makes the places that every system has, and lets files follow the host's. */
  public void prepare(ImageTree image) {
    for (Map.Entry<String, Integer> directory : BASE.entrySet()) {
      makeDirectory(image, directory.getKey(), directory.getValue());
    }
    hostFiles.prepare(image);
  }

  private static void makeDirectory(ImageTree image, String path, int mode) {
    if (image.exists(path)) {
      FileType type = image.status(path).type();
      if (type != FileType.DIRECTORY) {
        throw unusable(path, "it is " + type);
      }
      return;
    }
    Optional<String> target = image.readLink(path);
    if (target.isPresent()) {
      throw unusable(path, "it is a link to " + target.get() + ", and nothing is there");
    }
    image.directory(path, mode, 0, 0);
  }

  private static Failure unusable(String path, String why) {
    return new Failure(
        ExitStatus.FAILED, "cannot use " + path + " of the image", why, "make it a directory");
  }
}
