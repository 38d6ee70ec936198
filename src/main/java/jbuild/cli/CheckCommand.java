package jbuild.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = "Say what is wrong with recipes, without building; needs no root and no network.")
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RECIPE",
      arity = "0..*",
      defaultValue = "recipe.toml",
      description = "Recipes to check (default: ./${DEFAULT-VALUE}).")
  private List<Path> recipeFiles;

  private final RecipeReader reader;

  CheckCommand(RecipeReader reader) {
    this.reader = reader;
  }

  @Override
  public Integer call() {
    RecipeFiles.read(recipeFiles, reader);
    return ExitStatus.DONE.code();
  }
}
