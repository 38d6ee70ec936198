package jbuild.runner.linux;

/** Requests of ioctl(2) that take a struct, a number or nothing. */
final class Control {
  private Control() {}

  /** The result, or -1; {@link Errno#last} then says why. */
  static long quietly(Fd fd, long request, byte[] struct) {
    return Retry.call(Call.IOCTL, fd.number(), request, struct);
  }

  /** The result, or -1; {@link Errno#last} then says why. */
  static long quietly(Fd fd, long request, long number) {
    return Retry.call(Call.IOCTL, fd.number(), request, number);
  }

  static void of(Fd fd, long request, byte[] struct, String what) {
    if (quietly(fd, request, struct) == -1) {
      throw new SyscallFailure("ioctl", "cannot " + what, Errno.last());
    }
  }
}
