package jbuild.runner;

/** Ends what was under way when jbuild was told to end; nothing of it is left. */
public final class Interruption extends Failure {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param code what to exit with, which tells the signal
   */
  public Interruption(String what, int code) {
    super(ExitStatus.INTERRUPTED, what, "it was interrupted", "start it again");
    this.code = code;
  }

  /** As shells have it of programs that a signal has ended, or as our caller wants it. */
  public int code() {
    return code;
  }
}
