package jbuild.builder.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.copy.SnapshotPlan;
import jbuild.runner.image.store.ImageType;
import jbuild.runner.image.store.NewImage;
import jbuild.runner.image.store.StoredImage;

/** Makes an image of a directory of the host: by the file system where it can. */
public final class TreeImport {
  private TreeImport() {}

  public static StoredImage run(Path directory, ImportPlan plan) {
    Path real = real(directory);
    try (NewImage image = plan.begin()) {
      new SnapshotPlan(real, image.content()).make(image::checkpoint);
      return image.publish(ImageType.DIRECTORY, plan.readOnly());
    }
  }

  private static Path real(Path directory) {
    String what = "cannot import " + directory;
    try {
      Path real = directory.toRealPath();
      if (!real.toFile().isDirectory()) {
        throw new Failure(
            ExitStatus.FAILED,
            what,
            "it is no directory",
            "import archives with import-tar, and disk images with import-raw");
      }
      return real;
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, what, Reasons.of(e), "name a directory", List.of(), e);
    }
  }
}
