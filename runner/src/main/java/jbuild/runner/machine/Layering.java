package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.image.copy.Layer;
import jbuild.runner.image.disk.MountedPartition;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.UserNamespaces;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Source;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import jbuild.runner.tree.LowerTrees;
import jbuild.runner.users.Ownership;

/** Whether a machine can do with a layer over its image, where it would need a copy otherwise. */
final class Layering {
  private Layering() {}

  /**
   * Whether what is wished can be done with a layer, as far as that is known before it is tried.
   */
  static boolean suits(MachineSettings settings) {
    Users users = settings.users();
    // Each file would be copied as soon as it gets another owner.
    return users.ownership() != Users.Ownership.CHOWN && !writesByOverlay(settings);
  }

  /** The kernel has no overlay above another one that is written. */
  private static boolean writesByOverlay(MachineSettings settings) {
    for (CustomMount mount : settings.files().mounts()) {
      if (mount instanceof CustomMount.Overlay overlay
          && overlay.upper().isPresent()
          && overlay.upper().get() instanceof CustomMount.Origin.Image) {
        return true;
      }
    }
    return false;
  }

  /** The tree that is not to be mounted first. */
  static Optional<Path> tree(MachineSettings settings) {
    Source source = settings.source();
    return source.kind() == Source.Kind.DIRECTORY ? Optional.of(source.path()) : Optional.empty();
  }

  /** Whether image and layer can be shown with the owners that are wished; that is tried. */
  static boolean canBeShown(MachineSettings settings, Layer layer) {
    try (LowerTrees image = LowerTrees.of(settings.source(), Notices.NONE)) {
      Users users = settings.users();
      return switch (users.ownership()) {
        case CHOWN -> false;
        case OFF -> true;
        // A tree that was given to a range on the disk is not one whose owners could be mapped.
        case AUTO ->
            !users.arePrivate()
                || FileStatus.of(image.root()).uid() < UserNamespace.USUAL_SIZE
                    && canBeMapped(image, layer);
        case MAP, FOREIGN -> !users.arePrivate() || canBeMapped(image, layer);
      };
    } catch (Failure failure) {
      // Whoever is given a copy hears what is wrong with the image.
      return false;
    }
  }

  private static boolean canBeMapped(LowerTrees image, Layer layer) {
    long size = UserNamespace.USUAL_SIZE;
    try (Fd namespace = UserNamespaces.mapped(size, size);
        Fd directory = Descriptors.onHost(BytePath.of(layer.path().toString()))) {
      for (MountedPartition part : image.parts()) {
        Mounts.mapOwners(part.tree(), namespace);
      }
      return Ownership.canMap(directory, namespace);
    }
  }

  /** The same machine, with the layer. */
  static MachineSettings over(MachineSettings settings, Layer layer) {
    MachineSettings layered = settings.with(settings.source().below(layer.path()));
    Users users = settings.users();
    return users.arePrivate() && users.ownership() == Users.Ownership.AUTO
        ? layered.with(new Users(users.mapping(), Users.Ownership.MAP, users.bound()))
        : layered;
  }
}
