package jbuild.builder.sources;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.image.copy.SnapshotPlan;

/**
 * Copies the image as it is so far: what a build needs must not be in it.
 *
 * @param reason why there is a build
 */
record MakeBuildRoot(String reason) implements Step {
  @Override
  public String name() {
    return "make a copy to build in (" + reason + ")";
  }

  @Override
  public void run(Workspace workspace) {
    BuildPlaces places = BuildPlaces.of(workspace);
    places.directory(".");
    CloneMethod method =
        new SnapshotPlan(workspace.root(), places.workspace().root().toAbsolutePath()).make();
    workspace.progress().detail("made as " + method);
  }
}
