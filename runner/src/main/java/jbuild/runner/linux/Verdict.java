package jbuild.runner.linux;

/** What happens to a system call of a machine. */
enum Verdict {
  ALLOW(0x7fff0000),
  /** It exists, but not for machines. */
  REFUSE(errno(Errno.EPERM)),
  /** Programs then fall back to what was there before the call was. */
  UNKNOWN(errno(Errno.ENOSYS)),
  /** It seems to have worked. */
  NOTHING(errno(0)),
  /** Allowed, but no socket for audit records: those are not divided between machines. */
  SOCKET(0),
  /** Allowed, but no typing in the place of whoever sits at a terminal. */
  IOCTL(0),
  /** Allowed, but not with O_SYNC or O_DSYNC; the flags are the second argument. */
  OPEN(0),
  /** The same, and the flags are the third argument. */
  OPENAT(0);

  private final int answer;

  Verdict(int answer) {
    this.answer = answer;
  }

  /** What the filter returns to the kernel; without meaning where arguments decide. */
  int answer() {
    return answer;
  }

  static int errno(int number) {
    return 0x00050000 | number;
  }
}
