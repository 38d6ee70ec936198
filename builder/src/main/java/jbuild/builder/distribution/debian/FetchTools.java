package jbuild.builder.distribution.debian;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Brings debootstrap into the cache, for this host has none. */
record FetchTools(Archive archive) implements Step {
  @Override
  public String name() {
    return "fetch debootstrap";
  }

  @Override
  public void run(Workspace workspace) {
    archive.tools(workspace);
  }
}
