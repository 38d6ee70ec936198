package jbuild.builder.distribution.pacman;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Installs and removes what the recipe wants. */
record InstallPackages(Installation installation) implements Step {
  @Override
  public String name() {
    int count = installation.packages().install().size();
    return count == 0 || installation.start() == Pacman.Start.NOTHING
        ? "finish the installation"
        : "install " + count + " packages";
  }

  @Override
  public void run(Workspace workspace) {
    installation.finish(workspace);
  }
}
