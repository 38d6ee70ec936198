package jbuild.builder.distribution.debian;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Fetches the packages of the base system. */
record FetchBase(Debootstrap debootstrap) implements Step {
  @Override
  public String name() {
    return "fetch the base system";
  }

  @Override
  public void run(Workspace workspace) {
    debootstrap.fetch(workspace);
  }
}
