package jbuild.builder.distribution.dnf;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Makes sure that the mirror had the release that was asked for. */
record CheckRelease(Dnf dnf) implements Step {
  @Override
  public String name() {
    return "check that it is " + dnf.system().name();
  }

  @Override
  public void run(Workspace workspace) {
    dnf.checkRelease(workspace);
  }
}
