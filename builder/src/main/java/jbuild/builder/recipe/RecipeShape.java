package jbuild.builder.recipe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.recipe.language.Shape;

/** How the values of recipes merge: the table of keys says it. */
final class RecipeShape implements Shape {
  private final Map<List<String>, Key<?>> keys = new HashMap<>();
  private final Map<List<String>, Table> tables = new HashMap<>();
  private final Set<List<String>> outer = new HashSet<>();

  RecipeShape() {
    for (Table table : Table.values()) {
      tables.put(table.path(), table);
      for (int length = 0; length < table.path().size(); length++) {
        outer.add(table.path().subList(0, length));
      }
    }
    Key.all().forEach(key -> keys.put(key.place(), key));
  }

  @Override
  public Kind kind(List<String> path) {
    Key<?> key = keys.get(path);
    if (key != null) {
      return kind(key.type());
    }
    Table table = tables.get(path);
    if (table != null) {
      return table.repeated() ? Kind.TABLES : Kind.TABLE;
    }
    return outer.contains(path) ? Kind.TABLE : Kind.VALUE;
  }

  private static Kind kind(KeyType<?> type) {
    if (type.items().isEmpty()) {
      return Kind.VALUE;
    }
    return type.isCommand() ? Kind.WORDS : Kind.LIST;
  }

  @Override
  public Optional<String> identity(List<String> path) {
    return Optional.ofNullable(tables.get(path)).flatMap(Table::identity);
  }

  @Override
  public List<String> alternatives(List<String> path) {
    return tables.get(path) == Table.FILES
        ? List.of(
            ContentKeys.FILE_CONTENT.name(),
            ContentKeys.FILE_SOURCE.name(),
            ContentKeys.FILE_LINK.name())
        : List.of();
  }

  @Override
  public boolean isShell(List<String> path) {
    return path.equals(Key.SCRIPT_RUN.place()) || path.equals(BuildKeys.RUN.place());
  }

  @Override
  public boolean isSecret(List<String> path) {
    Key<?> key = path.isEmpty() ? null : keys.get(path.subList(0, path.size() - 1));
    // The others say where it is.
    return key != null && key.secret() && !Set.of("file", "env").contains(last(path));
  }

  private static String last(List<String> path) {
    return path.get(path.size() - 1);
  }

  @Override
  public boolean fits(List<String> path, Object value) {
    if (path.size() == 2 && path.get(0).equals(Table.VARS.word())) {
      return value instanceof String;
    }
    Key<?> key = keys.get(path);
    return key != null && key.type().reader().apply(value).isPresent();
  }
}
