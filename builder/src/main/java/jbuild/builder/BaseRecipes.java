package jbuild.builder;

import java.nio.file.Path;
import java.util.List;
import jbuild.builder.base.CopyBase;
import jbuild.builder.recipe.DiskSettings;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.OutputSettings;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.language.RecipeRequest;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Recipes of images that others are built on.
 *
 * @param reader reads them as they are: of what a command line says only its mirror counts
 */
record BaseRecipes(RecipeReader reader) {
  /** The recipe in the file, or that of its matrix which is of the same system as the other. */
  Recipe find(Path file, Recipe upper) {
    List<Recipe> all = reader.readAll(request(file, upper));
    List<Recipe> fitting = all.stream().filter(recipe -> isSame(recipe, upper)).toList();
    if (fitting.isEmpty()) {
      Recipe.Distribution other = all.get(0).distribution();
      throw CopyBase.wrong(
          upper,
          file.toString(),
          "%s %s for %s".formatted(other.name(), other.release(), other.architecture()));
    }
    if (fitting.size() > 1) {
      List<String> names = fitting.stream().map(recipe -> recipe.image().name()).toList();
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot build " + upper.image().name() + " on " + file,
          "its matrix has several images that fit: " + String.join(", ", names),
          "build on a recipe with one image for each distribution, release and architecture");
    }
    return tree(fitting.get(0));
  }

  /** Whoever lends a mirror to an image lends it to all that is built for it. */
  private static RecipeRequest request(Path file, Recipe upper) {
    return new RecipeRequest(
        file, List.of(), List.of(), List.of(), upper.distribution().borrowed());
  }

  private static boolean isSame(Recipe one, Recipe other) {
    return one.distribution().name().equals(other.distribution().name())
        && one.distribution().release().equals(other.distribution().release())
        && one.distribution().architecture().equals(other.distribution().architecture());
  }

  /** The same image, as a tree and nothing else. */
  private static Recipe tree(Recipe recipe) {
    Recipe.Image image = recipe.image();
    DiskSettings disk = recipe.outputs().disk();
    return recipe.writtenAs(
        new Recipe.Image(
            image.name(),
            image.version(),
            List.of(OutputFormat.DIRECTORY),
            image.bootable(),
            image.base(),
            image.tools()),
        new OutputSettings(
            disk,
            OutputSettings.STANDARD.oci(),
            OutputSettings.STANDARD.generations(),
            OutputSettings.STANDARD.signing()));
  }
}
