package jbuild.builder.disk;

import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Something is larger than the place that it was given. */
final class NoRoom extends Failure {
  private static final long serialVersionUID = 1L;
  private static final long MIB = 1 << 20;

  NoRoom(String what, String why, String fix, List<String> details) {
    super(ExitStatus.FAILED, what, why, fix, details, null);
  }

  /** A size as people write it in recipes, never too small. */
  static String shown(long bytes) {
    return (bytes + MIB - 1) / MIB + "M";
  }
}
