package jbuild.builder.plan;

import jbuild.runner.Failure;

/** A failure, with the name of the step in which it happened. */
public final class StepFailure extends Failure {
  private static final long serialVersionUID = 1L;

  StepFailure(String step, Failure cause) {
    super(
        cause.status(),
        step + ": " + cause.what(),
        cause.why(),
        cause.fix(),
        cause.details(),
        cause);
  }
}
