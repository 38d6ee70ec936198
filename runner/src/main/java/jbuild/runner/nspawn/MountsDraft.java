package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.List;
import jbuild.runner.settings.CustomMount;

/** What the machine sees on top of its image, as far as options have said it. */
final class MountsDraft {
  private final List<CustomMount> mounts = new ArrayList<>();

  void set(String option, String value) {
    mounts.add(
        switch (option) {
          case "bind" -> MountValue.bind(option, value, false);
          case "bind-ro" -> MountValue.bind(option, value, true);
          case "inaccessible" -> MountValue.inaccessible(option, value);
          case "tmpfs" -> MountValue.tmpfs(option, value);
          case "overlay" -> MountValue.overlay(option, value, false);
          case "overlay-ro" -> MountValue.overlay(option, value, true);
          default -> throw new IllegalArgumentException("no option of mounts: " + option);
        });
  }

  void forget() {
    mounts.clear();
  }

  List<CustomMount> mounts() {
    return mounts;
  }

  /** Whether something replaces the image's root. */
  boolean coversRoot() {
    for (CustomMount mount : mounts) {
      if (mount.target().matches("/+")) {
        return true;
      }
    }
    return false;
  }
}
