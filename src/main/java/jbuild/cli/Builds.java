package jbuild.cli;

import java.nio.file.Path;
import java.util.List;
import jbuild.builder.batch.Batch;
import jbuild.builder.batch.Result;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.recipe.Recipe;

/** What recipes become. */
interface Builds {
  /** Returns the paths of the outputs, in the order of the recipe. */
  List<Path> build(Recipe recipe, Path outputDirectory);

  /** Builds several at the same time, and returns what came out of each, in their order. */
  List<Result> buildAll(List<Recipe> recipes, Path outputDirectory, Batch batch);

  /** Whether the outputs are there and nothing that they are made from has changed since. */
  boolean isCurrent(Recipe recipe, Path outputDirectory);

  /** Writes beside a current image how its machine starts. */
  void describe(Recipe recipe, Path outputDirectory);

  BuildPlan plan(Recipe recipe, Path outputDirectory);
}
