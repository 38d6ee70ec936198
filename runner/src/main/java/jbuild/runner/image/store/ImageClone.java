package jbuild.runner.image.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.image.copy.SnapshotPlan;

/** Gives an image a twin, with all that belongs to it; also the identity of the machine in it. */
public record ImageClone(ImageStore store) {
  /** How it was made. A machine may write to the original: what it writes is in the twin or not. */
  @SuppressWarnings("try") // The lock is held, not used.
  public CloneMethod make(ImageName original, ImageName twin, boolean readOnly) {
    String what = "cannot clone the image '" + original + "'";
    StoredImage source = store.get(original, what);
    if (source.type() == ImageType.BLOCK) {
      throw new Failure(
          ExitStatus.FAILED,
          what,
          "Operation not supported: it is a block device",
          "write it into a file with 'jbuild export-raw', and import that");
    }
    try (NewImage made = NewImage.begin(store, twin);
        ImageLock read = ImageLock.ofReader(source.path())) {
      CloneMethod method =
          new SnapshotPlan(real(source.path(), what), made.content()).make(made::checkpoint);
      Path beside = source.path().getParent();
      List<Sidecars.Sidecar> sidecars = Sidecars.of(source, store.places());
      for (Sidecars.Sidecar sidecar : sidecars) {
        if (beside.equals(sidecar.path().getParent())) {
          SmallFile.copy(sidecar.path(), made.sidecar(sidecar.ending()));
        }
      }
      made.publish(source.type(), readOnly);
      for (Sidecars.Sidecar sidecar : sidecars) {
        if (!beside.equals(sidecar.path().getParent())) {
          // Settings of the administrator stay those of the administrator: they may do more.
          SmallFile.copy(sidecar.path(), sidecar.of(twin));
        }
      }
      return method;
    }
  }

  private static Path real(Path path, String what) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, what, Reasons.of(e), "look at the image", List.of(), e);
    }
  }
}
