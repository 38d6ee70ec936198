package jbuild.builder.recipe;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.recipe.language.Origins;

/** Files that a recipe names: each path begins at the directory of the file that it stands in. */
record RecipePaths(Origins origins) {
  /** Of the file in which the value at this place was written. */
  Path directory(List<String> place) {
    return origins.of(place).source().directory();
  }

  /** A path that stands at this place, in a recipe without problems. */
  Path resolve(List<String> place, String path) {
    return directory(place).resolve(path);
  }

  /** Nothing when it is no path at all. */
  Optional<Path> find(List<String> place, String path) {
    try {
      return Optional.of(resolve(place, path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
