package jbuild.builder.recipe.language;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recipes that use nothing of the language: most are, and need no composition. */
public final class Plain {
  private static final List<String> TABLES = List.of("vars", "profile", "matrix");
  private static final List<String> OF_IMAGE = List.of("include", "profiles", "minimum-version");

  private static final List<String> EDITS = List.of("append", "remove", "replace");
  private static final String SUFFIX = ".toml";

  /** The table with a key that is named like an edit of a list. */
  private static final String HAS_REMOVE = "packages";

  private Plain() {}

  /** The document of such a recipe; nothing when there is something to compose. */
  public static Optional<Composition> of(
      Source recipe, Map<String, Object> values, RecipeRequest request) {
    return request.changesNothing() && isPlain(values) && !Files.exists(local(recipe.file()))
        ? Optional.of(new Composition(values, new OneSource(recipe), List.of(), ""))
        : Optional.empty();
  }

  /** What somebody has beside a recipe for himself: web.local.toml beside web.toml. */
  static Path local(Path recipe) {
    String name = String.valueOf(recipe.getFileName());
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return recipe.resolveSibling(stem + ".local" + SUFFIX);
  }

  static boolean isPlain(Map<String, Object> document) {
    for (String table : TABLES) {
      if (document.containsKey(table)) {
        return false;
      }
    }
    if (document.get("image") instanceof Map<?, ?> image) {
      for (String key : OF_IMAGE) {
        if (image.containsKey(key)) {
          return false;
        }
      }
    }
    return tableHasNone(document, "");
  }

  private static boolean hasNone(Object value, String name) {
    if (value instanceof String text) {
      return !text.contains(Expansion.OPEN);
    }
    if (value instanceof List<?> list) {
      for (Object item : list) {
        if (!hasNone(item, name)) {
          return false;
        }
      }
    }
    return !(value instanceof Map<?, ?> table) || tableHasNone(table, name);
  }

  private static boolean tableHasNone(Map<?, ?> table, String name) {
    boolean isEdit = false;
    for (String word : EDITS) {
      isEdit = isEdit || table.containsKey(word);
    }
    if (table.containsKey(Condition.NAME) || isEdit && !name.equals(HAS_REMOVE)) {
      return false;
    }
    for (Map.Entry<?, ?> field : table.entrySet()) {
      if (!hasNone(field.getValue(), (String) field.getKey())) {
        return false;
      }
    }
    return true;
  }
}
