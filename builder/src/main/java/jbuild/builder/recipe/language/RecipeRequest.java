package jbuild.builder.recipe.language;

import java.nio.file.Path;
import java.util.List;

/**
 * Which recipe, and what the command line changes of it.
 *
 * @param profiles names, added to those of the recipe
 * @param settings words as {@code packages.install=["vim"]}
 * @param cells words as {@code release=trixie}: only such cells of its matrix
 */
public record RecipeRequest(
    Path file, List<String> profiles, List<String> settings, List<String> cells) {
  public RecipeRequest {
    profiles = List.copyOf(profiles);
    settings = List.copyOf(settings);
    cells = List.copyOf(cells);
  }

  /** The recipe as it is written. */
  public static RecipeRequest of(Path file) {
    return new RecipeRequest(file, List.of(), List.of(), List.of());
  }

  boolean changesNothing() {
    return profiles.isEmpty() && settings.isEmpty() && cells.isEmpty();
  }
}
