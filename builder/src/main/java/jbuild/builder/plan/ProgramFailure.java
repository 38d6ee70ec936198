package jbuild.builder.plan;

import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** A program of a build that did not succeed. The details are the last lines it wrote. */
public final class ProgramFailure extends Failure {
  private static final long serialVersionUID = 1L;

  public ProgramFailure(String what, String why, String fix, List<String> lastLines) {
    super(ExitStatus.FAILED, what, why, fix, lastLines, null);
  }
}
