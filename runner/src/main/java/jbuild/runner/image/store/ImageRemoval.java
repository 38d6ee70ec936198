package jbuild.runner.image.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.Trees;
import jbuild.runner.image.WorkDirectory;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Renames;

/** Removes images that nobody uses, with all that belongs to them. */
public record ImageRemoval(ImageStore store) {
  /**
   * Removes an image; one that is protected, too.
   *
   * @return a line for each thing that stays, for images that are not files of this store
   */
  public List<String> remove(ImageName name) {
    return remove(store.get(name, "cannot remove the image '" + name + "'"));
  }

  @SuppressWarnings("try") // The locks are held, not used.
  List<String> remove(StoredImage image) {
    String what = "cannot remove the image '" + image.name() + "'";
    Changeable.checkPlace(image, store.places(), what);
    try (ImageLock inUse = ImageLock.exclusive(image.path());
        ImageLock read = ImageLock.ofRemover(image.path())) {
      List<Sidecars.Sidecar> sidecars = Sidecars.of(image, store.places());
      List<String> staying = content(image);
      for (Sidecars.Sidecar sidecar : sidecars) {
        SmallFile.remove(sidecar.path());
      }
      return staying;
    }
  }

  private List<String> content(StoredImage image) {
    Path path = image.path();
    if (Files.isSymbolicLink(path)) {
      Path target = target(path);
      SmallFile.remove(path);
      return List.of("Removed the link " + path + " only: " + target + " stays as it is.");
    }
    if (image.type() == ImageType.BLOCK) {
      SmallFile.remove(path);
      return List.of("Removed the node " + path + " only: the device keeps its content.");
    }
    if (isMountPoint(path)) {
      empty(path);
      return List.of(
          "Removed the content of "
              + path
              + ": it is a mount point, and stays until it is"
              + " unmounted.");
    }
    moveAwayAndRemove(image);
    return List.of();
  }

  /** In one step for whoever looks; the rest may take its time, also after an interruption. */
  private static void moveAwayAndRemove(StoredImage image) {
    Path directory = image.path().getParent();
    if (image.type().isTree()) {
      WriteProtection.end(image.path());
    }
    try (WorkDirectory work = WorkDirectory.in(directory);
        Fd from = open(directory);
        Fd to = open(work.path())) {
      BytePath name = BytePath.of(image.path().getFileName().toString());
      Renames.asNew(from, name, to, BytePath.of("removed"));
    }
  }

  private static void empty(Path path) {
    try (Fd directory = open(path)) {
      for (BytePath name : Directories.names(directory)) {
        Trees.remove(directory, name);
      }
    }
  }

  private static boolean isMountPoint(Path path) {
    try (Fd place = Descriptors.onHost(BytePath.of(path.toString()))) {
      return FileStatus.isMounted(place);
    }
  }

  private static Path target(Path link) {
    try {
      return link.toRealPath();
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot follow " + link,
          Reasons.of(e),
          "remove the link with rm",
          List.of(),
          e);
    }
  }

  private static Fd open(Path directory) {
    return Descriptors.onHost(
        BytePath.of(directory.toString()), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
  }
}
