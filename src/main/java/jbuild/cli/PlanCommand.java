package jbuild.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that shows what building would do. */
final class PlanCommand implements Callable<Integer> {
  private final OutputDirectory output = new OutputDirectory();
  private final RecipeFiles files = new RecipeFiles("Recipes to plan for");
  private final CommandSpec spec =
      Grammar.verb(
          "plan", "List the steps that building recipes takes, without taking them.", this);
  private final RecipeReader reader;
  private final Builds builds;

  PlanCommand(RecipeReader reader, Builds builds) {
    this.reader = reader;
    this.builds = builds;
    output.addTo(spec);
    files.addTo(spec);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    files.read(reader).forEach(this::print);
    return ExitStatus.DONE.code();
  }

  private void print(Recipe recipe) {
    PrintWriter out = spec.commandLine().getOut();
    boolean current = builds.isCurrent(recipe, output.path());
    out.println(
        recipe.image().name() + (current ? ": nothing has changed since it was built" : ""));
    int number = 0;
    for (Step step : builds.plan(recipe, output.path()).steps()) {
      number++;
      out.println("%4d %s".formatted(number, step.name()));
      step.notes().forEach(note -> out.println("       " + note));
    }
  }
}
