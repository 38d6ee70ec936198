package jbuild.runner.nspawn;

/** Whether a value follows an option; see getopt_long(3). */
public enum Argument {
  NONE,
  /** As {@code --option=value} or {@code --option value}. */
  REQUIRED,
  /** As {@code --option=value} only. */
  OPTIONAL,
  /** As {@link #OPTIONAL}, or as the next word if that can be the name of a user. */
  NAME
}
