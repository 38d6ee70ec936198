package jbuild.runner.linux;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** This host lacks what a machine cannot do without. */
public final class UnsupportedHost extends Failure {
  private static final long serialVersionUID = 1L;

  UnsupportedHost(String what) {
    super(
        ExitStatus.HOST_CANNOT,
        "cannot run machines on " + what,
        "jbuild has machine code for x86_64 and aarch64 only",
        "use a host with such a processor");
  }
}
