package jbuild.builder.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.recipe.language.Composition;
import jbuild.builder.recipe.language.Problems;
import jbuild.builder.recipe.language.TomlText;
import jbuild.builder.text.Addresses;

/**
 * What a recipe comes to, for people: without what only says how it comes to that, and without
 * secrets.
 *
 * @param places tells where values were written, when that is to be shown too
 */
record EffectiveRecipe(Composition composition, Optional<Problems> places) {
  private static final Set<List<String>> LEFT_OUT =
      Set.of(
          Table.VARS.path(),
          Table.MATRIX.path(),
          Table.PROFILE.path(),
          LanguageKeys.INCLUDE.place(),
          LanguageKeys.PROFILES.place(),
          LanguageKeys.MINIMUM_VERSION.place());

  String toml() {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String table : Table.words()) {
      if (composition.values().containsKey(table)) {
        ordered.put(table, composition.values().get(table));
      }
    }
    String text = Addresses.masked(new TomlText(new RecipeShape(), LEFT_OUT, places).of(ordered));
    return composition.cell().isEmpty() ? text : "# " + composition.cell() + "\n" + text;
  }
}
