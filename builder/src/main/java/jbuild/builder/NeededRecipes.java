package jbuild.builder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jbuild.builder.recipe.BuildTools;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.language.RecipeRequest;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * The recipes that are built before another, as its tools or its base, and before those: a build
 * that needs itself would wait for itself.
 */
public final class NeededRecipes {
  private final RecipeReader reader;
  private final List<Path> open = new ArrayList<>();
  private final Set<Path> done = new HashSet<>();

  public NeededRecipes(RecipeReader reader) {
    this.reader = reader;
  }

  /** Refuses a recipe that cannot be built, because the way through those it needs has no end. */
  public void check(Recipe recipe) {
    Recipe.Image image = recipe.image();
    if (image.tools() instanceof BuildTools.Image tools && tools.isRecipe()) {
      check(image.name(), tools.path());
      ChosenTools.format(reader.read(tools.path()));
    }
    image.base().filter(Recipe.Base::isRecipe).ifPresent(base -> check(image.name(), base.path()));
  }

  private void check(String image, Path file) {
    Path real = real(file);
    if (open.contains(real)) {
      List<String> names = new ArrayList<>();
      open.subList(open.indexOf(real), open.size())
          .forEach(each -> names.add(String.valueOf(each.getFileName())));
      names.add(String.valueOf(real.getFileName()));
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot build " + image + " with " + file,
          "they are built with each other: " + String.join(" -> ", names),
          "write tools = \"auto\" in one of these recipes, or build it on nothing");
    }
    if (done.add(real)) {
      open.add(real);
      reader.readAll(RecipeRequest.of(file)).forEach(this::check);
      open.remove(open.size() - 1);
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file; // It is gone, which whoever reads it will say.
    }
  }
}
