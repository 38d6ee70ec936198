package jbuild.runner.linux;

/** Repeats what a signal has interrupted: the JVM gets signals that are no business of files. */
final class Retry {
  private Retry() {}

  /**
   * The result, also when it is -1; {@link Errno#last} then says why.
   *
   * @param arguments as in {@link LibC}
   */
  static long call(Call call, Object... arguments) {
    long result;
    do {
      result = LibC.syscall(call.number(), arguments);
    } while (result == -1 && Errno.last() == Errno.EINTR);
    return result;
  }
}
