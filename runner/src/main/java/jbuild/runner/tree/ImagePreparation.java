package jbuild.runner.tree;

import java.util.Map;
import jbuild.runner.image.ImageTree;
import jbuild.runner.settings.Integration.Timezone;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.ResolvConf;

/**
 * What a start changes in the image itself, before its owners are mapped: through an id-mapped
 * mount the host's root could not create files.
 */
public record ImagePreparation(MachineSettings settings) {
  private static final Map<String, Integer> BASE =
      Map.of("/dev", 0755, "/proc", 0755, "/sys", 0755, "/run", 0755, "/tmp", 01777, "/root", 0750);

  /** Makes the places that every system has, and lets files follow the host's. */
  public void prepare(ImageTree image) {
    BASE.forEach((path, mode) -> makeDirectory(image, path, mode));
    HostFiles files = new HostFiles(image);
    if (HostFiles.resolvConf(settings) == ResolvConf.COPY_HOST) {
      files.copyResolvConf();
    }
    if (settings.integration().timezone() == Timezone.AUTO && !settings.files().rootIsLocked()) {
      files.linkTimezone();
    }
  }

  private static void makeDirectory(ImageTree image, String path, int mode) {
    if (!image.exists(path)) {
      image.directory(path, mode, 0, 0);
    }
  }
}
