package jbuild.runner.nspawn;

/** Whether, and with which rights, a machine's settings file is read. */
public enum SettingsMode {
  /** What is on the command line is stronger; a file that came with an image cannot do harm. */
  YES,
  NO,
  /** What is in the file is stronger. */
  OVERRIDE,
  /** A file that came with an image has all rights. */
  TRUSTED
}
