package jbuild.runner.nspawn;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Words that are no option, or not one as it is written; the message is getopt_long(3)'s. */
public final class WrongOption extends Failure {
  private static final long serialVersionUID = 1L;

  WrongOption(String program, String why) {
    super(ExitStatus.WRONG_USAGE, program, why, "'" + program + " --help' lists the options");
  }
}
