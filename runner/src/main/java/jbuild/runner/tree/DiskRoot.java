package jbuild.runner.tree;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.disk.DiskImage;
import jbuild.runner.image.disk.ImagePolicy;
import jbuild.runner.image.disk.MountedPartition;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Mounts;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.FileView.Volatility;

/** The file systems of a disk image, as one tree of the mount namespace of this thread. */
public final class DiskRoot {
  private DiskRoot() {}

  /**
   * Mounts them. The devices behind them are gone when the mounts are.
   *
   * @param policy says which of its partitions are used
   * @param place an empty directory of the host
   * @param notices hears what of the image cannot be used here
   */
  public static void show(
      Path image, ImagePolicy policy, FileView view, Path place, Notices notices) {
    List<MountedPartition> parts;
    try (DiskImage disk = DiskImage.open(image, view.readOnly() || !view.writesImage())) {
      parts = disk.mount(policy);
      disk.warnings().forEach(notices::warn);
    }
    try (Fd root = root(image, view, parts, place)) {
      for (MountedPartition part : parts) {
        if (!part.place().equals("/")) {
          attach(part, root);
        }
      }
    } finally {
      // What is attached stays.
      parts.forEach(MountedPartition::close);
    }
  }

  private static Fd root(Path image, FileView view, List<MountedPartition> parts, Path place) {
    try (Fd target =
        Descriptors.onHost(
            BytePath.of(place.toString()), Descriptors.O_PATH | Descriptors.O_DIRECTORY)) {
      for (MountedPartition part : parts) {
        if (part.place().equals("/")) {
          Mounts.attach(part.tree(), target);
          return opened(place);
        }
      }
      if (view.volatility() != Volatility.YES) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot start a machine in " + image,
            "it has no root file system, but only /usr",
            "start it with --volatile=yes");
      }
      try (Fd memory = Mounts.create("tmpfs", Map.of("mode", "755"), Set.of())) {
        Mounts.attach(memory, target);
      }
      return opened(place);
    }
  }

  private static Fd opened(Path place) {
    return Descriptors.onHost(
        BytePath.of(place.toString()), Descriptors.O_PATH | Descriptors.O_DIRECTORY);
  }

  private static void attach(MountedPartition part, Fd root) {
    ImageTree files = ImageTree.at(root);
    if (!files.exists(part.place())) {
      files.directory(part.place(), 0755, 0, 0);
    }
    try (Fd target = Descriptors.inside(root, BytePath.of(part.place()))) {
      Mounts.attach(part.tree(), target);
    }
  }
}
