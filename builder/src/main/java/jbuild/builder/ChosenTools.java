package jbuild.builder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.BuildTools;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.language.RecipeRequest;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.ToolChoice;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * The tools of a recipe.
 *
 * @param making builds them, when they are an image with a recipe
 */
record ChosenTools(ToolChoice choice, Optional<Step> making) {
  /**
   * Looks at what a recipe wants.
   *
   * @param outputs where images are built
   */
  static ChosenTools of(
      Recipe recipe,
      Path outputs,
      DistributionProfiles profiles,
      Map<String, String> environment,
      Function<Progress, ImageBuilder> builders) {
    RecipeReader reader = new RecipeReader(profiles, environment);
    new NeededRecipes(reader).check(recipe);
    BuildTools wanted = recipe.image().tools();
    if (wanted instanceof BuildTools.Image image) {
      if (image.isRecipe()) {
        Recipe tools = tools(reader, image.path(), recipe.distribution());
        ProgramTree tree = new ProgramTree(tree(tools, outputs), true);
        return new ChosenTools(
            ToolChoice.only(tree, tools.image().name()),
            Optional.of(new MakeTools(tools, outputs, builders)));
      }
      ProgramTree tree = new ProgramTree(directory(image.path()), true);
      return new ChosenTools(ToolChoice.only(tree, image.path().toString()), Optional.empty());
    }
    ToolChoice choice = wanted == BuildTools.Usual.HOST ? ToolChoice.HOST : ToolChoice.AUTO;
    return new ChosenTools(choice, Optional.empty());
  }

  /** The plan of a build with them. */
  BuildPlan before(BuildPlan plan) {
    List<Step> steps = new ArrayList<>();
    making.ifPresent(steps::add);
    steps.addAll(plan.steps());
    return new BuildPlan(steps);
  }

  /** Whoever lends a mirror to an image lends it to its tools, when they are of the same. */
  private static Recipe tools(RecipeReader reader, Path file, Recipe.Distribution upper) {
    Recipe tools = reader.read(file);
    boolean isLent =
        upper.borrowed().isPresent() && tools.distribution().name().equals(upper.name());
    return isLent
        ? reader.read(new RecipeRequest(file, List.of(), List.of(), List.of(), upper.borrowed()))
        : tools;
  }

  private static Path tree(Recipe tools, Path outputs) {
    String name = tools.image().name();
    return outputs.resolve(format(tools).fileName(name)).toAbsolutePath().normalize();
  }

  /** The output that programs can be run in. */
  static OutputFormat format(Recipe tools) {
    String name = tools.image().name();
    return tools.image().outputs().stream()
        .filter(OutputFormat::isTree)
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.WRONG_USAGE,
                    "cannot use the tools of " + name,
                    "programs are run in a directory, and its recipe makes none",
                    "add \"directory\" to the outputs of its recipe"));
  }

  private static Path directory(Path image) {
    if (Files.isDirectory(image)) {
      return image.toAbsolutePath().normalize();
    }
    throw new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use the tools of " + image,
        "programs are run in a directory, and it is none",
        "name a directory with a system in it, or a recipe that makes one");
  }
}
