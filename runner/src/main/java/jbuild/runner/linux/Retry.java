package jbuild.runner.linux;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Repeats what a signal has interrupted: the JVM gets signals that are no business of files. */
final class Retry {
  private Retry() {}

  /** The result, unless it is -1 for another reason than a signal. */
  static long call(String syscall, Supplier<String> what, LongSupplier call) {
    long result = quietly(call);
    if (result == -1) {
      throw new SyscallFailure(syscall, "cannot " + what.get(), Errno.last());
    }
    return result;
  }

  /** The result, also when it is -1; {@link Errno#last} then says why. */
  static long quietly(LongSupplier call) {
    long result;
    do {
      result = call.getAsLong();
    } while (result == -1 && Errno.last() == Errno.EINTR);
    return result;
  }
}
