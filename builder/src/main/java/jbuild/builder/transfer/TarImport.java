package jbuild.builder.transfer;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Limits;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Progress.Transfer;
import jbuild.runner.image.store.ImageType;
import jbuild.runner.image.store.NewImage;
import jbuild.runner.image.store.StoredImage;

/** Makes an image of an archive that may be hostile, compressed in whatever way. */
public final class TarImport {
  private TarImport() {}

  /** From a file, or from standard input. */
  public static StoredImage run(Optional<Path> file, ImportPlan plan) {
    try (ImportSource source = ImportSource.of(file);
        NewImage image = plan.begin()) {
      fill(source, image, plan.progress());
      return image.publish(ImageType.DIRECTORY, plan.readOnly());
    }
  }

  /** Makes the tree of an image. */
  static void fill(ImportSource source, NewImage image, Progress progress) {
    try (Transfer transfer = progress.transfer("import " + image.name(), source.size())) {
      Path tree = image.tree();
      Archives.extract(
          source.stream(transfer, image::checkpoint),
          source.name(),
          tree,
          Limits.STANDARD,
          progress::detail);
      SingleDirectory.liftFrom(tree);
    }
  }
}
