package jbuild.runner.nspawn;

import java.nio.file.Files;
import java.nio.file.Path;

/** What holds before any option is read. */
public enum Preset {
  /** The defaults of systemd-nspawn. */
  NSPAWN,
  /** Those of systemd-nspawn@.service, and less of the kernel. */
  BOOT;

  private static final Path USER_NAMESPACES = Path.of("/proc/self/ns/user");

  /** Nothing in it counts as given: settings files can say otherwise. */
  public Draft draft(Surroundings here) {
    Draft draft = new Draft(here);
    if (this == BOOT) {
      draft.preset("boot", "");
      draft.preset("settings", "override");
      draft.preset("link-journal", "try-guest");
      if (Files.exists(USER_NAMESPACES)) {
        draft.preset("private-users", "pick");
        draft.preset("private-users-ownership", "map");
      }
      draft.security.beStrict();
    }
    return draft;
  }
}
