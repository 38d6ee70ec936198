package jbuild.builder.recipe;

import java.util.ArrayList;
import java.util.List;

/** The reference page of recipes, made from the table of keys so that it cannot drift from it. */
final class RecipeReference {
  private static final String INTRODUCTION =
      """
      # Recipes

      A recipe is a TOML file that describes one image. `jbuild recipe.toml` builds it, and
      `jbuild check recipe.toml` only looks for mistakes. This is a whole recipe:

      ```toml
      [image]
      name = "web"

      [distribution]
      name = "debian"
      release = "trixie"
      ```

      Scripts and files come in this order: the base system, scripts of phase `after-bootstrap`,
      packages, scripts of phase `after-packages`, the settings of `[system]`, files, services,
      scripts of phase `last`. Scripts run inside the image, as root.

      Every mistake in a recipe is reported in one run, with its line and column. An unknown key is
      a mistake.
      """;

  private RecipeReference() {}

  static String markdown() {
    List<String> lines = new ArrayList<>(INTRODUCTION.lines().toList());
    for (Table table : Table.values()) {
      lines.add("");
      lines.add("## `" + table.header() + "`");
      lines.add("");
      lines.add(table.doc());
      lines.add("");
      lines.add("| key | value | default | meaning | since |");
      lines.add("|---|---|---|---|---|");
      Key.of(table).forEach(key -> lines.add(row(key)));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String row(Key<?> key) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(key.name(), key.type().expected(), shownFallback(key), key.doc(), key.since());
  }

  private static String shownFallback(Key<?> key) {
    String shown = key.shownFallback();
    return shown.matches("[\"\\[].*|true|false") ? "`" + shown + "`" : shown;
  }
}
