package jbuild.builder.recipe.language;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which recipe, and what the command line changes of it.
 *
 * @param profiles names, added to those of the recipe
 * @param settings words as {@code packages.install=["vim"]}
 * @param cells words as {@code release=trixie}: only such cells of its matrix
 * @param mirror for this build alone, of recipes that name none
 */
public record RecipeRequest(
    Path file,
    List<String> profiles,
    List<String> settings,
    List<String> cells,
    Optional<URI> mirror) {
  /** With no mirror for the build alone. */
  public RecipeRequest(
      Path file, List<String> profiles, List<String> settings, List<String> cells) {
    this(file, profiles, settings, cells, Optional.empty());
  }

  public RecipeRequest {
    profiles = List.copyOf(profiles);
    settings = List.copyOf(settings);
    cells = List.copyOf(cells);
    Objects.requireNonNull(mirror);
  }

  /** The recipe as it is written. */
  public static RecipeRequest of(Path file) {
    return new RecipeRequest(file, List.of(), List.of(), List.of());
  }

  boolean changesNothing() {
    return profiles.isEmpty() && settings.isEmpty() && cells.isEmpty();
  }
}
