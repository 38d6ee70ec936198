package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Finds, and builds when need be, the image that a user means. */
@FunctionalInterface
interface ImageFinder {
  /**
   * @param target a recipe, a directory or a name; the image last built when empty
   */
  Path find(Optional<String> target, Path outputDirectory);
}
