package jbuild.builder.distribution.debian;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/**
 * Brings the base system up to date and installs packages, with the image's own apt.
 *
 * @param count of packages that were asked for
 */
record InstallPackages(Apt apt, int count) implements Step {
  @Override
  public String name() {
    return count == 0 ? "install updates" : "install " + count + " packages and updates";
  }

  @Override
  public void run(Workspace workspace) {
    apt.run(workspace);
  }
}
