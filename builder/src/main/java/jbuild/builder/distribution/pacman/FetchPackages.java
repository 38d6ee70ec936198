package jbuild.builder.distribution.pacman;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Fetches and verifies all packages of the image that are not on this host. */
record FetchPackages(Installation installation) implements Step {
  @Override
  public String name() {
    PacmanPackages packages = installation.packages();
    String doing = packages.isLocal() ? "get keys for packages of " : "fetch packages of ";
    return doing + packages.profile().name() + " " + packages.release().name();
  }

  @Override
  public void run(Workspace workspace) {
    installation.fetch(workspace);
  }
}
