package jbuild.cli;

import java.util.concurrent.Callable;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that reads recipes and does nothing else. */
final class CheckCommand implements Callable<Integer> {
  private final RecipeFiles files = new RecipeFiles("Recipes to check");
  private final CommandSpec spec =
      Grammar.verb(
          "check",
          "Say what is wrong with recipes, without building; needs no root and no network.",
          this);
  private final RecipeReader reader;

  CheckCommand(RecipeReader reader) {
    this.reader = reader;
    files.addTo(spec);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    files.read(reader);
    return ExitStatus.DONE.code();
  }
}
