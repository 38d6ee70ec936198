package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.image.Image;

/** Finds, and builds when need be, the image that a user means. */
@FunctionalInterface
interface ImageFinder {
  /**
   * @param target a recipe, a path or a name; the image last built when empty
   * @param changes of the recipe: without one there is nothing to change
   */
  Image find(Optional<String> target, Path outputDirectory, RecipeChanges changes);
}
