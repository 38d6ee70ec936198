package jbuild.cli;

import java.nio.file.Path;
import java.util.List;
import jbuild.builder.recipe.language.RecipeRequest;

/** What the command line changes of recipes. */
record RecipeChanges(List<String> profiles, List<String> settings, List<String> cells) {
  static final RecipeChanges NONE = new RecipeChanges(List.of(), List.of(), List.of());

  RecipeChanges {
    profiles = List.copyOf(profiles);
    settings = List.copyOf(settings);
    cells = List.copyOf(cells);
  }

  RecipeRequest of(Path recipe) {
    return new RecipeRequest(recipe, profiles, settings, cells);
  }
}
