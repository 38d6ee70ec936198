package jbuild.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
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
    List<Failure> failures = new ArrayList<>();
    for (Path file : recipeFiles) {
      try {
        reader.read(file);
      } catch (Failure failure) {
        failures.add(failure);
      }
    }
    if (failures.isEmpty()) {
      return ExitStatus.DONE.code();
    }
    throw failures.size() == 1 ? failures.get(0) : together(failures);
  }

  private static Failure together(List<Failure> failures) {
    List<String> details = failures.stream().flatMap(f -> f.details().stream()).toList();
    List<String> files = failures.stream().map(Failure::what).toList();
    return new Failure(
        ExitStatus.WRONG_USAGE,
        String.join(", ", files),
        failures.get(0).why(),
        failures.get(0).fix(),
        details,
        null);
  }
}
