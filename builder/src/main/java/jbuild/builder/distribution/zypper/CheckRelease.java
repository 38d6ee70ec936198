package jbuild.builder.distribution.zypper;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Makes sure that the mirror had the release that was asked for. */
record CheckRelease(Zypper zypper) implements Step {
  @Override
  public String name() {
    return "check that it is " + zypper.system().name();
  }

  @Override
  public void run(Workspace workspace) {
    zypper.checkRelease(workspace);
  }
}
