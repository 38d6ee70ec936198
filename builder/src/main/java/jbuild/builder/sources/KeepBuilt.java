package jbuild.builder.sources;

import java.util.List;
import java.util.function.Supplier;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.Trees;

/**
 * Keeps what was built for the next time, and removes what it was built in.
 *
 * @param inputs as they were before the build
 * @param later looks at them again
 */
record KeepBuilt(String image, BuildInputs inputs, Supplier<BuildInputs> later) implements Step {
  @Override
  public String name() {
    return "keep what was built";
  }

  @Override
  public void run(Workspace workspace) {
    BuildPlaces places = BuildPlaces.of(workspace);
    // Nobody knows which of them a build has seen that change during it.
    List<String> changed = later.get().changedSince(inputs.digests());
    if (changed.isEmpty()) {
      BuiltFiles.in(workspace.cache()).keep(image, inputs, places.results());
    } else {
      workspace.progress().detail("not kept, for it changed: " + String.join(", ", changed));
    }
    Trees.remove(places.workspace().directory());
  }
}
