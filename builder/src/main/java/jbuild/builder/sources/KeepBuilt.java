package jbuild.builder.sources;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.Trees;

/** Keeps what was built for the next time, and removes what it was built in. */
record KeepBuilt(String image, BuildInputs inputs) implements Step {
  @Override
  public String name() {
    return "keep what was built";
  }

  @Override
  public void run(Workspace workspace) {
    BuildPlaces places = BuildPlaces.of(workspace);
    BuiltFiles.in(workspace.cache()).keep(image, inputs, places.results());
    Trees.remove(places.workspace().directory());
  }
}
