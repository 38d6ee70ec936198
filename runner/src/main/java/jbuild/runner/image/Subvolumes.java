package jbuild.runner.image;

import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** Removes subvolumes of btrfs with those below them. */
final class Subvolumes {
  private Subvolumes() {}

  static void remove(Fd subvolume, Fd parent, BytePath name) {
    if (Btrfs.isReadOnly(subvolume)) {
      Btrfs.setReadOnly(subvolume, false);
    }
    Protection.end(subvolume);
    for (BytePath path : Btrfs.below(subvolume)) {
      try (Fd directory = Descriptors.child(subvolume, path.parent(), Descriptors.O_PATH);
          Fd below = Descriptors.child(directory, path.name(), Descriptors.O_PATH)) {
        Protection.end(directory);
        remove(below, directory, path.name());
      }
    }
    Btrfs.destroy(parent, name);
  }
}
