package jbuild.builder.distribution.pacman;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Fetches and verifies all packages of the image. */
record FetchPackages(Installation installation) implements Step {
  @Override
  public String name() {
    PacmanPackages packages = installation.packages();
    return "fetch packages of " + packages.profile().name() + " " + packages.release().name();
  }

  @Override
  public void run(Workspace workspace) {
    installation.fetch(workspace);
  }
}
