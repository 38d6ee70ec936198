package jbuild.runner.linux;

import java.util.List;

/**
 * What a filter answers to one system call: that of the first check that holds, else the other.
 *
 * <p>Filters are shorter where numbers side by side have the same object.
 */
record Decision(List<Check> checks, int otherwise) {
  /** An answer where all comparisons hold. */
  record Check(List<Comparison> comparisons, int answer) {}

  // The kernel's include/uapi/linux/seccomp.h: SECCOMP_RET_*.
  static final int KILL_PROCESS = 0x80000000;
  static final int KILL_THREAD = 0;
  static final int TRAP = 0x00030000;
  static final int ERRNO = 0x00050000;
  static final int TRACE = 0x7ff00000;
  static final int LOG = 0x7ffc0000;
  static final int ALLOWED = 0x7fff0000;

  static final Decision ALLOW = always(ALLOWED);

  /** The call exists, but not for machines. */
  static final Decision REFUSE = always(errno(Errno.EPERM));

  /** Programs then fall back to what was there before the call was. */
  static final Decision UNKNOWN = always(errno(Errno.ENOSYS));

  /** It seems to have worked. */
  static final Decision NOTHING = always(errno(0));

  static Decision always(int answer) {
    return new Decision(List.of(), answer);
  }

  static int errno(int number) {
    return ERRNO | number;
  }
}
