package jbuild.builder.sources;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Does to the copy that is built in what the step would do to the image. */
record InBuildRoot(Step step) implements Step {
  @Override
  public String name() {
    return "for the build: " + step.name();
  }

  @Override
  public void run(Workspace workspace) {
    step.run(BuildPlaces.of(workspace).workspace());
  }
}
