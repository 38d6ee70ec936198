package jbuild.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The recipes that somebody has named, read all before anything is done with one of them. */
final class RecipeFiles {
  private final RecipeOptions options = new RecipeOptions();
  private final PositionalParamSpec files;

  /** The purpose is what the verb does with them, for its help. */
  RecipeFiles(String purpose) {
    files =
        PositionalParamSpec.builder()
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .paramLabel("RECIPE")
            .arity("0..*")
            .defaultValue("recipe.toml")
            .description(purpose + " (default: ./${DEFAULT-VALUE}).")
            .build();
  }

  void addTo(CommandSpec verb) {
    verb.addPositional(files);
    options.addTo(verb);
  }

  List<Path> paths() {
    return files.getValue();
  }

  RecipeChanges changes() {
    return options.changes();
  }

  /**
   * Returns the recipes in the order of the files, of each all images.
   *
   * @throws Failure with all that is wrong with any of them
   */
  List<Recipe> read(RecipeReader reader) {
    return readFrom(reader).stream().map(Found::recipe).toList();
  }

  /** A recipe, and the file that it is in. */
  record Found(Path file, Recipe recipe) {}

  /** The same, with the files. */
  List<Found> readFrom(RecipeReader reader) {
    List<Found> recipes = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (Path file : paths()) {
      try {
        reader.readAll(changes().of(file)).forEach(each -> recipes.add(new Found(file, each)));
      } catch (Failure failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.size() == 1 ? failures.get(0) : together(failures, paths().size());
    }
    return recipes;
  }

  private static Failure together(List<Failure> failures, int files) {
    List<String> details = failures.stream().flatMap(RecipeFiles::details).toList();
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use %d of the %d recipes".formatted(failures.size(), files),
        "there are problems in each of them; they are above",
        "change them; 'jbuild check' looks again without building",
        details,
        null);
  }

  /** Of a recipe that cannot even be read there is nothing to show but that. */
  private static Stream<String> details(Failure failure) {
    return failure.details().isEmpty()
        ? Stream.of(failure.what() + ": " + failure.why())
        : failure.details().stream();
  }
}
