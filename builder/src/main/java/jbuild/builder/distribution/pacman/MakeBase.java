package jbuild.builder.distribution.pacman;

import java.util.Optional;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Makes the base system. */
record MakeBase(Installation installation) implements Step {
  @Override
  public String name() {
    return "make the base system with pacman";
  }

  @Override
  public Optional<String> product() {
    return Optional.of(
        "pacman of " + installation.packages().bare() + " with " + installation.pacman().origin());
  }

  @Override
  public void run(Workspace workspace) {
    installation.makeBase(workspace);
  }
}
