package jbuild.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import jbuild.builder.batch.Batch;
import jbuild.builder.batch.BatchFailure;
import jbuild.builder.batch.Jobs;
import jbuild.builder.batch.Result;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.StarterRecipes;
import jbuild.builder.text.Spelling;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The verb that builds images; it is also what jbuild does when no verb is named. */
final class BuildCommand implements Callable<Integer> {
  private final OutputDirectory output = new OutputDirectory();
  private final RecipeFiles files = new RecipeFiles("Recipes of the images to build");
  private final CommandSpec spec =
      Grammar.verb("build", "Build the images that recipes describe.", this);
  private final OptionSpec jobs =
      OptionSpec.builder("--jobs")
          .type(Integer.class)
          .paramLabel("N")
          .arity("1")
          .description(
              "How many images are built at the same time (default: as many as processors and"
                  + " memory allow).")
          .build();
  private final Flag failFast =
      Flag.of(
          "Of several images, end all when one has failed, instead of building the others.",
          "--fail-fast");
  private final RecipeReader reader;
  private final StarterRecipes starters;
  private final Builds builds;

  BuildCommand(RecipeReader reader, StarterRecipes starters, Builds builds) {
    this.reader = reader;
    this.starters = starters;
    this.builds = builds;
    output.addTo(spec);
    files.addTo(spec);
    spec.addOption(jobs);
    spec.addOption(failFast.spec());
  }

  CommandSpec spec() {
    return spec;
  }

  /** Prints the paths of the outputs and nothing else, so that scripts can use them. */
  @Override
  public Integer call() {
    files.paths().forEach(this::refuseMisspeltVerb);
    // All are read before the first is built: nobody waits an hour to hear of a misspelt key.
    List<RecipeFiles.Found> found = files.readFrom(reader);
    int most = most();
    if (found.size() == 1) {
      print(builds.build(found.get(0).recipe(), output.path()));
    } else {
      buildAll(found, most);
    }
    return ExitStatus.DONE.code();
  }

  private void buildAll(List<RecipeFiles.Found> found, int most) {
    Batch.requireDifferent(
        found.stream().map(each -> each.recipe().image().name()).toList(),
        number -> found.get(number).file().toString());
    List<Recipe> recipes = found.stream().map(RecipeFiles.Found::recipe).toList();
    List<Result> results =
        builds.buildAll(recipes, output.path(), new Batch(most, failFast.isSet()));
    for (Result result : results) {
      if (result instanceof Result.Built built) {
        print(built.outputs());
      }
    }
    BatchFailure.of(results)
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private void print(List<Path> outputs) {
    outputs.forEach(spec.commandLine().getOut()::println);
  }

  private int most() {
    Integer wanted = jobs.getValue();
    if (wanted == null) {
      return Jobs.fitting();
    }
    if (wanted < 1) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot build " + wanted + " images at the same time",
          "nothing would ever be built",
          "write --jobs 1 or more, or leave it out");
    }
    return wanted;
  }

  /** A first word that is no verb is taken for a recipe: 'biuld' would be reported as no file. */
  private void refuseMisspeltVerb(Path recipe) {
    if (Files.exists(recipe) || starters.has(recipe)) {
      return;
    }
    String word = recipe.toString();
    Spelling.nearest(recipe.toString(), Verbs.names())
        .ifPresent(
            verb -> {
              throw new Failure(
                  ExitStatus.WRONG_USAGE,
                  "cannot read " + recipe,
                  "there is no such file",
                  "did you mean the verb '" + verb + "'? Else pass the path of a recipe");
            });
    if (!spec.name().equals("build") && !word.contains("/") && !word.contains(".")) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot use '" + word + "'",
          "it is no verb of jbuild, no distribution, and there is no recipe of that name",
          starters
              .meant(recipe)
              .map(name -> "did you mean '" + name + "'?")
              .orElse("'jbuild --help' lists the verbs; else pass the path of a recipe"));
    }
  }
}
