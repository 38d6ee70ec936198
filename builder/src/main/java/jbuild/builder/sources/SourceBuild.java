package jbuild.builder.sources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import jbuild.builder.plan.Online;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.BuildSettings;
import jbuild.builder.recipe.Contents;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.OutputSettings;
import jbuild.builder.recipe.Password;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.Startup;
import jbuild.builder.recipe.UserSettings;

/**
 * What a recipe builds from sources: again only when something has changed that it depends on.
 *
 * @param inputs what the results depend on
 * @param kept the results of an earlier build with the same inputs
 * @param reason why there are none
 * @param later looks at the inputs again
 */
public record SourceBuild(
    Recipe recipe,
    BuildInputs inputs,
    Optional<Path> kept,
    String reason,
    Supplier<BuildInputs> later) {
  /**
   * As the cache has it now.
   *
   * @param cache shared by all builds
   * @param later looks at the inputs again
   */
  public static SourceBuild of(
      Recipe recipe, BuildInputs inputs, Path cache, Supplier<BuildInputs> later) {
    BuiltFiles files = BuiltFiles.in(cache);
    Optional<Path> kept = files.find(inputs);
    String reason = kept.isPresent() ? "" : files.reason(recipe.image().name(), inputs);
    return new SourceBuild(recipe, inputs, kept, reason, later);
  }

  /**
   * The steps that bring the results into the image.
   *
   * @param installing gives the steps that install a recipe's packages on a system
   * @param online for a build that uses the network
   */
  public List<Step> steps(Function<Recipe, List<Step>> installing, Online online) {
    if (kept.isPresent()) {
      return List.of(new InstallBuilt(kept));
    }
    List<Step> steps = new ArrayList<>();
    steps.add(new MakeBuildRoot(reason));
    if (!settings().packages().isEmpty()) {
      installing.apply(system()).forEach(step -> steps.add(new InBuildRoot(step)));
    }
    steps.add(new RunBuild(recipe, settings(), online));
    steps.add(new InstallBuilt(Optional.empty()));
    steps.add(new KeepBuilt(recipe.image().name(), inputs, later));
    return steps;
  }

  private BuildSettings settings() {
    return recipe.build().orElseThrow();
  }

  /** The recipe of what is built in: the image's packages are there already. */
  private Recipe system() {
    Recipe.Packages packages = recipe.packages();
    return new Recipe(
        new Recipe.Image(
            recipe.image().name(), Optional.empty(), List.of(OutputFormat.DIRECTORY), false),
        recipe.distribution(),
        new Recipe.Packages(
            settings().packages(), List.of(), packages.weak(), packages.documentation(), List.of()),
        new Recipe.Settings(recipe.system().hostname(), "UTC", "C.UTF-8", new Password.Locked()),
        new Recipe.Services(List.of(), List.of(), List.of()),
        new Startup(Optional.empty(), Startup.STANDARD.machineId(), false, false, false),
        UserSettings.NONE,
        Recipe.Boot.STANDARD,
        OutputSettings.STANDARD,
        Contents.NONE,
        List.of());
  }
}
