package jbuild.runner.tree;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.image.copy.Layer;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;

/** An image with a layer above it, as one tree of the mount namespace of this thread. */
public final class LayeredRoot {
  private LayeredRoot() {}

  /**
   * Mounts it. What is mounted in the image on the host is not part of it.
   *
   * @param owners how the owners of files are shown; what is written gets those of the image
   * @param aside an empty directory of the host
   * @param place another one, where the tree is shown
   */
  public static void show(Fd image, Layer layer, Optional<IdMap> owners, Path aside, Path place) {
    try (Fd lower = mapped(image, owners);
        Fd directory = layer.open();
        Fd upper = mapped(directory, owners);
        Fd between = directory(aside);
        Fd target = directory(place)) {
      Mounts.restrict(lower, Set.of(MountFlag.READ_ONLY), false);
      // Before Linux 6.15 an overlay takes only what is mounted somewhere.
      Mounts.attach(lower, between);
      Mounts.attach(upper, between);
      try (Fd tree = Layer.over(lower, upper)) {
        Mounts.attach(tree, target);
      } finally {
        Mounts.detach(upper);
        Mounts.detach(lower);
      }
    }
  }

  private static Fd mapped(Fd directory, Optional<IdMap> owners) {
    Fd tree = Mounts.copyAlone(directory);
    try {
      if (owners.isPresent()) {
        OwnerMaps.toMachine(tree, owners.get());
      }
      return tree;
    } catch (RuntimeException | Error e) {
      tree.close();
      throw e;
    }
  }

  private static Fd directory(Path path) {
    return Descriptors.onHost(
        BytePath.of(path.toString()), Descriptors.O_PATH | Descriptors.O_DIRECTORY);
  }
}
