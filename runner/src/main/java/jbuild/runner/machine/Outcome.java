package jbuild.runner.machine;

import jbuild.runner.linux.Ending;

/**
 * How a machine ended.
 *
 * @param number the exit status, or the signal that killed it; 0 after a shutdown
 */
public record Outcome(Kind kind, int number) {
  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;

  /** The ways to end. */
  public enum Kind {
    EXITED,
    KILLED,
    POWERED_OFF,
    REBOOTED
  }

  /**
   * What the end of the first process means. The kernel turns reboot(2) in a pid namespace into
   * signals: SIGHUP for a restart, SIGINT for halt and power-off.
   */
  static Outcome of(Ending ending) {
    if (!ending.bySignal()) {
      return new Outcome(Kind.EXITED, ending.number());
    }
    return switch (ending.number()) {
      case SIGHUP -> new Outcome(Kind.REBOOTED, 0);
      case SIGINT -> new Outcome(Kind.POWERED_OFF, 0);
      default -> new Outcome(Kind.KILLED, ending.number());
    };
  }
}
