package jbuild.builder.plan;

import java.time.Duration;
import java.util.List;
import jbuild.runner.Failure;

/** The steps of one build, in order. Printing a plan and running it show the same list. */
public record BuildPlan(List<Step> steps) {
  public BuildPlan {
    steps = List.copyOf(steps);
  }

  /** What its steps make that another build may want too. */
  public List<String> products() {
    return steps.stream().flatMap(step -> step.product().stream()).toList();
  }

  /** The same plan, whose products are made once for all that share them. */
  public BuildPlan sharing(SharedTrees trees) {
    return new BuildPlan(
        steps.stream()
            .map(
                step ->
                    step.product()
                        .<Step>map(made -> new SharedStep(step, made, trees))
                        .orElse(step))
            .toList());
  }

  /** Runs every step, and stops at the first that fails. */
  public void run(Workspace workspace) {
    Progress progress = workspace.progress();
    int number = 0;
    for (Step step : steps) {
      number++;
      long start = System.nanoTime();
      progress.started(number, steps.size(), step.name());
      try {
        step.run(workspace);
      } catch (Failure failure) {
        throw new StepFailure(step.name(), failure);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      progress.finished(number, steps.size(), step.name(), took);
    }
  }
}
