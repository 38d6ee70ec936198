package jbuild.builder.distribution.debian;

import java.util.Optional;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Makes the base system with debootstrap. */
record MakeBase(Debootstrap debootstrap) implements Step {
  @Override
  public String name() {
    return "make the base system with debootstrap";
  }

  @Override
  public Optional<String> product() {
    return Optional.of(debootstrap.product());
  }

  @Override
  public void run(Workspace workspace) {
    debootstrap.run(workspace);
  }
}
