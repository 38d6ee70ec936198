package jbuild.runner.machine;

import jbuild.runner.image.copy.Layer;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.UserNamespaces;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Source;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import jbuild.runner.users.Ownership;

/** Whether a machine can do with a layer over its image, where it would need a copy otherwise. */
final class Layering {
  private Layering() {}

  /**
   * Whether what is wished can be done with a layer, as far as that is known before it is tried.
   */
  static boolean suits(MachineSettings settings) {
    return settings.source().kind() == Source.Kind.DIRECTORY
        && !writesByOverlay(settings)
        && suits(settings.users(), settings);
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

  private static boolean suits(Users users, MachineSettings settings) {
    return switch (users.ownership()) {
      // Each file would be copied as soon as it gets another owner.
      case CHOWN -> false;
      case AUTO -> !users.arePrivate() || isRoots(settings);
      case OFF, MAP, FOREIGN -> true;
    };
  }

  /** A tree that was given to a range on the disk is not one whose owners could be mapped. */
  private static boolean isRoots(MachineSettings settings) {
    try (Fd image = image(settings)) {
      return FileStatus.of(image).uid() < UserNamespace.USUAL_SIZE;
    }
  }

  /** Whether image and layer can be shown with the owners that are wished. */
  static boolean canBeShown(MachineSettings settings, Layer layer) {
    Users users = settings.users();
    if (!users.arePrivate() || users.ownership() == Users.Ownership.OFF) {
      return true;
    }
    long size = UserNamespace.USUAL_SIZE;
    try (Fd namespace = UserNamespaces.mapped(size, size);
        Fd image = image(settings);
        Fd upper = layer.open()) {
      return Ownership.canMap(image, namespace) && Ownership.canMap(upper, namespace);
    }
  }

  private static Fd image(MachineSettings settings) {
    return Descriptors.onHost(BytePath.of(settings.source().path().toString()));
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
