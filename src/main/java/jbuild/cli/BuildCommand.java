package jbuild.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.StarterRecipes;
import jbuild.builder.text.Spelling;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that builds images; it is also what jbuild does when no verb is named. */
final class BuildCommand implements Callable<Integer> {
  private final OutputDirectory output = new OutputDirectory();
  private final RecipeFiles files = new RecipeFiles("Recipes of the images to build");
  private final CommandSpec spec =
      Grammar.verb("build", "Build the images that recipes describe.", this);
  private final RecipeReader reader;
  private final StarterRecipes starters;
  private final Builds builds;

  BuildCommand(RecipeReader reader, StarterRecipes starters, Builds builds) {
    this.reader = reader;
    this.starters = starters;
    this.builds = builds;
    output.addTo(spec);
    files.addTo(spec);
  }

  CommandSpec spec() {
    return spec;
  }

  /** Prints the paths of the outputs and nothing else, so that scripts can use them. */
  @Override
  public Integer call() {
    files.paths().forEach(this::refuseMisspeltVerb);
    // All are read before the first is built: nobody waits an hour to hear of a misspelt key.
    for (Recipe recipe : files.read(reader)) {
      builds.build(recipe, output.path()).forEach(spec.commandLine().getOut()::println);
    }
    return ExitStatus.DONE.code();
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
          "'jbuild --help' lists the verbs; else pass the path of a recipe");
    }
  }
}
