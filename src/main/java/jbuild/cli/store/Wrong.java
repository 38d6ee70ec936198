package jbuild.cli.store;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** A command line that machinectl or importctl would refuse, in its words. */
final class Wrong extends Failure {
  private static final long serialVersionUID = 1L;

  Wrong(String message) {
    super(ExitStatus.FAILED, message, "the command line is wrong", "see its --help");
  }
}
