package jbuild.builder.recipe.language;

import java.util.List;
import java.util.Map;

/** Tells recipes that use nothing of the language: most do, and need no composition. */
final class Plain {
  private static final List<String> TABLES = List.of("vars", "profile", "matrix");
  private static final List<String> OF_IMAGE = List.of("include", "profiles", "minimum-version");

  /** The table with a key that is named like an edit of a list. */
  private static final String HAS_REMOVE = "packages";

  private Plain() {}

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
    for (String word : ListEdit.WORDS) {
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
