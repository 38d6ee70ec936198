package jbuild.builder.plan;

import java.util.List;

/** A step whose product another build may want too. */
record SharedStep(Step step, String made, SharedTrees trees) implements Step {
  @Override
  public String name() {
    return step.name();
  }

  @Override
  public List<String> notes() {
    return step.notes();
  }

  @Override
  public void run(Workspace workspace) {
    trees.run(made, step, workspace);
  }
}
