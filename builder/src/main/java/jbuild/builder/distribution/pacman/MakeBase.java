package jbuild.builder.distribution.pacman;

import java.util.Optional;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Makes the base system, and with it all of the system where nothing comes in between. */
record MakeBase(Installation installation) implements Step {
  @Override
  public String name() {
    int count = installation.packages().all().size() - installation.packages().base().size();
    return "make the base system "
        + (isAll() && count > 0 ? "and install " + count + " packages " : "")
        + "with pacman";
  }

  private boolean isAll() {
    return installation.start() == Pacman.Start.NOTHING;
  }

  @Override
  public Optional<String> product() {
    String what = (isAll() ? "all of " : "the base of ") + made();
    return Optional.of("pacman, " + what + " with " + installation.pacman().origin());
  }

  private PacmanPackages made() {
    return isAll() ? installation.packages() : installation.packages().bare();
  }

  @Override
  public void run(Workspace workspace) {
    installation.makeBase(workspace);
  }
}
