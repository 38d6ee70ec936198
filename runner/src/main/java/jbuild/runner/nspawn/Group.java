package jbuild.runner.nspawn;

/**
 * Options that a settings file and the command line set as a whole: one that was given on the
 * command line masks what the file says of its group.
 */
public enum Group {
  /** Settings that no file has: they are the command line's alone. */
  COMMAND_LINE,
  START_MODE,
  ENVIRONMENT,
  USER,
  WORKING_DIRECTORY,
  KILL_SIGNAL,
  NOTIFY_READY,
  SUPPRESS_SYNC,
  PERSONALITY,
  LIMITS,
  OOM_SCORE,
  CPUS,
  HOSTNAME,
  MACHINE_ID,
  EPHEMERAL,
  READ_ONLY,
  VOLATILE,
  PIVOT_ROOT,
  MOUNTS,
  BOUND_USERS,
  USERS,
  NETWORK,
  UPLINK,
  PORTS,
  CAPABILITIES,
  AMBIENT,
  NO_NEW_PRIVILEGES,
  SYSTEM_CALLS,
  ADDRESS_FAMILIES,
  SELINUX,
  SLICE,
  RESOLV_CONF,
  TIMEZONE,
  JOURNAL
}
