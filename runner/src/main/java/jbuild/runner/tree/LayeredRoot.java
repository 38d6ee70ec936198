package jbuild.runner.tree;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.copy.Layer;
import jbuild.runner.image.disk.MountedPartition;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;

/** An image with a layer above it, as one tree of the mount namespace of this thread. */
public final class LayeredRoot {
  private final Layer layer;
  private final Optional<IdMap> owners;
  private final Path aside;

  /**
   * @param owners how the owners of files are shown; what is written gets those of the image
   * @param aside an empty directory of the host
   */
  public LayeredRoot(Layer layer, Optional<IdMap> owners, Path aside) {
    this.layer = layer;
    this.owners = owners;
    this.aside = aside;
  }

  /**
   * Mounts it; what can never be written is shown as it is.
   *
   * @param place an empty directory of the host
   */
  public void show(LowerTrees image, Path place) {
    int number = 0;
    for (MountedPartition part : image.parts()) {
      try (Fd target = number == 0 ? directory(place) : inside(place, part.place())) {
        if (part.readOnly()) {
          map(part.tree());
          Mounts.attach(part.tree(), target);
        } else {
          try (Fd tree = over(part.tree(), number)) {
            Mounts.attach(tree, target);
          }
        }
      }
      number++;
    }
  }

  private Fd over(Fd lower, int number) {
    try (Fd written = layer.part(number, lower);
        Fd upper = Mounts.copyAlone(written);
        Fd between = directory(aside)) {
      map(lower);
      map(upper);
      Mounts.restrict(lower, Set.of(MountFlag.READ_ONLY), false);
      // Before Linux 6.15 an overlay takes only what is mounted somewhere.
      Mounts.attach(lower, between);
      Mounts.attach(upper, between);
      try {
        return Layer.over(lower, upper);
      } finally {
        Mounts.detach(upper);
        Mounts.detach(lower);
      }
    }
  }

  private void map(Fd tree) {
    if (owners.isPresent()) {
      OwnerMaps.toMachine(tree, owners.get());
    }
  }

  private static Fd inside(Path place, String path) {
    try (ImageTree files = ImageTree.open(place)) {
      if (!files.exists(path)) {
        files.directory(path, 0755, 0, 0);
      }
      return Descriptors.inside(files.root(), BytePath.of(path));
    }
  }

  private static Fd directory(Path path) {
    return Descriptors.onHost(
        BytePath.of(path.toString()), Descriptors.O_PATH | Descriptors.O_DIRECTORY);
  }
}
