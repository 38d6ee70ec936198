package jbuild.runner.image.disk;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** A disk image that cannot be used as it is. */
final class DiskFailure extends Failure {
  private static final long serialVersionUID = 1L;

  DiskFailure(String image, String why, String fix) {
    super(ExitStatus.FAILED, "cannot use the disk image " + image, why, fix);
  }
}
