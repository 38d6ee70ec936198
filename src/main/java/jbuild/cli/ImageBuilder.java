package jbuild.cli;

import java.nio.file.Path;
import java.util.List;
import jbuild.builder.recipe.Recipe;

/** Builds the image of a recipe. */
@FunctionalInterface
interface ImageBuilder {
  /** Returns the paths of the outputs, in the order of the recipe. */
  List<Path> build(Recipe recipe, Path outputDirectory);
}
