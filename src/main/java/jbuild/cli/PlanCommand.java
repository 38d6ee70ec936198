package jbuild.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = "List the steps that building recipes takes, without taking them.")
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OutputDirectory output;

  @Parameters(
      paramLabel = "RECIPE",
      arity = "0..*",
      defaultValue = "recipe.toml",
      description = "Recipes to plan for (default: ./${DEFAULT-VALUE}).")
  private List<Path> recipeFiles;

  private final RecipeReader reader;
  private final Builds builds;

  PlanCommand(RecipeReader reader, Builds builds) {
    this.reader = reader;
    this.builds = builds;
  }

  @Override
  public Integer call() {
    RecipeFiles.read(recipeFiles, reader).forEach(this::print);
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
    }
  }
}
