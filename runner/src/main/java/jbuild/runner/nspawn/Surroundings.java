package jbuild.runner.nspawn;

import java.util.Map;
import jbuild.runner.settings.FileView;

/**
 * What of this process the options refer to.
 *
 * @param hostname the machine's name when its image is the host's own root
 */
public record Surroundings(Map<String, String> environment, String hostname) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** How much of the kernel's file systems the environment lets machines write. */
  FileView.KernelAccess kernelAccess() {
    String value = variable("SYSTEMD_NSPAWN_API_VFS_WRITABLE");
    if (value.equals("network")) {
      return FileView.KernelAccess.NETWORK;
    }
    return Truth.find(value).orElse(false)
        ? FileView.KernelAccess.WRITABLE
        : FileView.KernelAccess.LOCKED;
  }

  /** Whether machines have a /tmp of their own, in memory. */
  boolean giveOwnTmp() {
    return Truth.find(variable("SYSTEMD_NSPAWN_TMPFS_TMP")).orElse(true);
  }

  /** Whether the variable says yes; as systemd, anything that is no boolean counts for nothing. */
  boolean says(String name) {
    return Truth.find(variable(name)).orElse(false);
  }
}
