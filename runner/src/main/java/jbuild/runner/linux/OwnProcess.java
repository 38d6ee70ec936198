package jbuild.runner.linux;

/** The process that this is. */
public final class OwnProcess {
  private OwnProcess() {}

  /** Its number. {@code ProcessHandle} has it too, but makes a pool of threads first. */
  public static long pid() {
    return LibC.syscall(Call.GETPID.number());
  }
}
