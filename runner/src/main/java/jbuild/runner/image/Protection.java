package jbuild.runner.image;

import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileFlags;
import jbuild.runner.linux.FileStatus;

/** What {@code chattr +i} and {@code chattr +a} forbid, even to root. */
final class Protection {
  private static final long READ =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  private Protection() {}

  /** Allows changes to what is open as a place; whether they were forbidden. */
  static boolean end(Fd place) {
    FileStatus status = FileStatus.of(place);
    if (!status.isDirectory() && !status.isRegular()) {
      return false;
    }
    try (Fd file = Descriptors.reopen(place, READ)) {
      FileFlags flags = FileFlags.of(file);
      if (flags.isProtected()) {
        flags.unprotected().apply(file);
      }
      return flags.isProtected();
    }
  }
}
