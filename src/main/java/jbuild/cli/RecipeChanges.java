package jbuild.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.recipe.language.RecipeRequest;

/** What the command line changes of recipes. */
record RecipeChanges(
    List<String> profiles, List<String> settings, List<String> cells, Optional<URI> mirror) {
  static final RecipeChanges NONE = new RecipeChanges(List.of(), List.of(), List.of());

  /** With the mirrors that builds take by themselves. */
  RecipeChanges(List<String> profiles, List<String> settings, List<String> cells) {
    this(profiles, settings, cells, Optional.empty());
  }

  RecipeChanges {
    profiles = List.copyOf(profiles);
    settings = List.copyOf(settings);
    cells = List.copyOf(cells);
  }

  RecipeRequest of(Path recipe) {
    return new RecipeRequest(recipe, profiles, settings, cells, mirror);
  }
}
