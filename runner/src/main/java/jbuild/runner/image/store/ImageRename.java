package jbuild.runner.image.store;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.Sync;
import jbuild.runner.linux.SyscallFailure;

/** Gives an image that nobody uses another name, and to all that belongs to it. */
public record ImageRename(ImageStore store) {
  /** Neither name may be in use. */
  @SuppressWarnings("try") // The locks are held, not used.
  public void make(ImageName old, ImageName name) {
    String what = "cannot rename the image '" + old + "'";
    StoredImage image = store.get(old, what);
    Changeable.checkPlace(image, store.places(), what);
    try (ImageLock inUse = ImageLock.exclusive(image.path());
        ImageLock read = ImageLock.ofRemover(image.path());
        ImageLock taken = ImageLock.ofName(name.value())) {
      if (store.find(name).isPresent()) {
        throw new Failure(
            ExitStatus.FAILED,
            what,
            "Image '" + name + "' already exists.",
            "take another name, or remove that image first");
      }
      List<Sidecars.Sidecar> sidecars = Sidecars.of(image, store.places());
      rename(image, image.path().resolveSibling(image.type().fileName(name)));
      for (Sidecars.Sidecar sidecar : sidecars) {
        Path target = sidecar.of(name);
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          rename(sidecar.path(), target);
        }
      }
    }
  }

  private static void rename(StoredImage image, Path target) {
    boolean isTree = image.type() == ImageType.DIRECTORY && !Files.isSymbolicLink(image.path());
    boolean wasProtected = isTree && WriteProtection.end(image.path());
    try {
      rename(image.path(), target);
    } catch (SyscallFailure failure) {
      if (wasProtected) {
        WriteProtection.set(image.type(), image.path(), true);
      }
      if (failure.errno() == Errno.EBUSY || failure.errno() == Errno.EXDEV) {
        throw new Failure(
            ExitStatus.FAILED,
            failure.what(),
            failure.why(),
            "it is a mount point: mount its file system under the other name");
      }
      throw failure;
    }
    if (wasProtected) {
      WriteProtection.set(image.type(), target, true);
    }
  }

  private static void rename(Path from, Path to) {
    try (Fd directory =
        Descriptors.onHost(
            BytePath.of(from.getParent().toString()),
            Descriptors.O_RDONLY | Descriptors.O_DIRECTORY)) {
      BytePath old = BytePath.of(from.getFileName().toString());
      Renames.asNew(directory, old, directory, BytePath.of(to.getFileName().toString()));
      Sync.file(directory);
    }
  }
}
