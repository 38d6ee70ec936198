package jbuild.runner.linux;

import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** A system call that the kernel refused. */
public final class SyscallFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private final int errno;

  SyscallFailure(String syscall, String what, int errno) {
    super(
        statusFor(errno),
        what,
        syscall + "(2) failed with " + Errno.describe(errno),
        fixFor(errno),
        List.of(),
        null);
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }

  private static ExitStatus statusFor(int errno) {
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES, Errno.ENOSYS -> ExitStatus.HOST_CANNOT;
      default -> ExitStatus.FAILED;
    };
  }

  private static String fixFor(int errno) {
    return switch (errno) {
      case Errno.EPERM -> "run as root; 'jbuild doctor' says what else this host refuses";
      case Errno.EACCES -> "run as root, or as the owner of the path";
      case Errno.ENOENT -> "check the path; links in an image end inside the image";
      case Errno.ENOEXEC -> "use an image of this architecture; a script needs a line with #!";
      case Errno.EAGAIN -> "try again when nothing else changes the tree";
      case Errno.ENOSYS -> "use a newer kernel, or leave the container that filters the call";
      case Errno.ELOOP -> "look where the links in the path lead";
      case Errno.ENOSPC, Errno.EDQUOT -> "free some space on that file system";
      case Errno.EROFS -> "use a path on a file system that can be written";
      case Errno.EBUSY -> "end what uses it, then try again";
      case Errno.EIO -> "look into the kernel log: the disk may be failing";
      default -> "rerun with --debug to see the exact call";
    };
  }
}
