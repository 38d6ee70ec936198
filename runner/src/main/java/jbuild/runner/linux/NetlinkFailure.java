package jbuild.runner.linux;

import java.util.Map;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** A request to the network that the kernel refused, in its own words where it gives any. */
public final class NetlinkFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(Errno.EPERM, "operation not permitted (EPERM)"),
          Map.entry(Errno.ENOENT, "no such thing (ENOENT)"),
          Map.entry(Errno.ESRCH, "there is none (ESRCH)"),
          Map.entry(Errno.EBUSY, "in use (EBUSY)"),
          Map.entry(Errno.EEXIST, "it exists already (EEXIST)"),
          Map.entry(Errno.ENODEV, "no such link (ENODEV)"),
          Map.entry(Errno.EINVAL, "invalid argument (EINVAL)"),
          Map.entry(Errno.ERANGE, "out of range (ERANGE)"),
          Map.entry(Errno.EOPNOTSUPP, "not supported by this kernel (EOPNOTSUPP)"),
          Map.entry(Errno.EAFNOSUPPORT, "not supported by this kernel (EAFNOSUPPORT)"),
          Map.entry(Errno.EADDRNOTAVAIL, "no such address (EADDRNOTAVAIL)"),
          Map.entry(Errno.ENETDOWN, "the link is down (ENETDOWN)"),
          Map.entry(Errno.ENETUNREACH, "no route leads there (ENETUNREACH)"));

  private final int errno;

  /**
   * @param text what the kernel says beside the number; may be empty
   */
  NetlinkFailure(String what, int errno, String text) {
    super(statusFor(errno), "cannot " + what, why(errno, text), fixFor(errno));
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }

  private static String why(int errno, String text) {
    String reason = REASONS.getOrDefault(errno, Errno.describe(errno));
    return "the kernel says: " + (text.isEmpty() ? reason : text + "; " + reason);
  }

  private static ExitStatus statusFor(int errno) {
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES, Errno.EOPNOTSUPP, Errno.EAFNOSUPPORT, Errno.ENOSYS ->
          ExitStatus.HOST_CANNOT;
      default -> ExitStatus.FAILED;
    };
  }

  private static String fixFor(int errno) {
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES ->
          "run as root; 'jbuild doctor' says what else this host refuses";
      case Errno.ENODEV -> "check the name; 'ip link' shows the links there are";
      case Errno.EEXIST -> "choose another name or address, or remove what has it";
      case Errno.EBUSY -> "end what uses it, then try again";
      case Errno.EOPNOTSUPP, Errno.EAFNOSUPPORT ->
          "load the kernel's module for it, or use a kernel that has it";
      default -> "rerun with --debug to see the exact call";
    };
  }
}
