package jbuild.runner.nspawn;

/** What holds before any option is read. */
public enum Preset {
  /** The defaults of systemd-nspawn. */
  NSPAWN,
  /** Those of systemd-nspawn@.service, and less of the kernel. */
  BOOT;

  /** Nothing in it counts as given: settings files can say otherwise. */
  public Draft draft(Surroundings here) {
    Draft draft = new Draft(here);
    if (this == BOOT) {
      draft.preset("boot", "");
      draft.preset("settings", "override");
      draft.preset("link-journal", "try-guest");
      draft.security.beStrict();
    }
    return draft;
  }
}
