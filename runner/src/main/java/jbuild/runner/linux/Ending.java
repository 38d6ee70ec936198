package jbuild.runner.linux;

/**
 * How a process ended.
 *
 * @param bySignal whether a signal killed it
 * @param number its exit status, or the signal
 */
public record Ending(boolean bySignal, int number) {
  private static final long P_PIDFD = 3;
  private static final long WEXITED = 4;
  private static final int SIGINFO = 128;
  private static final int CODE_AT = 8;
  private static final int STATUS_AT = 24;
  private static final int CLD_EXITED = 1;

  static Ending await(Fd pidfd) {
    NativeMemory memory = new NativeMemory(SIGINFO);
    long info = memory.reserve(SIGINFO);
    long result = Retry.call(Call.WAITID, P_PIDFD, pidfd.number(), info, WEXITED);
    Errno.check("waitid", "wait for " + pidfd.name(), result);
    boolean exited = memory.readInt(info + CODE_AT) == CLD_EXITED;
    return new Ending(!exited, memory.readInt(info + STATUS_AT));
  }
}
