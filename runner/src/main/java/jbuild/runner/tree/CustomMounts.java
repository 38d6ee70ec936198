package jbuild.runner.tree;

import java.nio.file.Files;
import java.util.List;
import jbuild.runner.image.ImageTree;
import jbuild.runner.settings.CustomMount;

/** What the user wants to be shown in a machine. */
public record CustomMounts(List<CustomMount> mounts) {
  private static final List<String> OWN_FILE_SYSTEMS =
      List.of("/dev/", "/proc/", "/sys/", "/run/", "/tmp/");

  public CustomMounts {
    mounts = List.copyOf(mounts);
  }

  /** Makes the places of those that are shown on the image's own files. */
  void makePlaces(ImageTree image) {
    for (CustomMount mount : mounts) {
      if (mount instanceof CustomMount.Bind bind
          && OWN_FILE_SYSTEMS.stream().noneMatch(bind.target()::startsWith)
          && !image.exists(bind.target())) {
        makePlace(image, bind);
      }
    }
  }

  private static void makePlace(ImageTree image, CustomMount.Bind bind) {
    if (bind.origin() instanceof CustomMount.Origin.Host host && Files.isDirectory(host.path())) {
      image.directory(bind.target(), 0755, 0, 0);
    } else {
      image.write(bind.target(), new byte[0], 0644, 0, 0);
    }
  }

  /** Shows all of them, in a tree that is otherwise complete. */
  public void mount(MachineTree tree) {
    for (CustomMount mount : mounts) {
      if (mount instanceof CustomMount.Bind bind
          && bind.origin() instanceof CustomMount.Origin.Host host) {
        tree.bind(host.path(), bind.target(), bind.readOnly());
      }
    }
  }
}
