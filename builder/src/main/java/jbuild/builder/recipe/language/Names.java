package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What ${NAME} can mean: variables, and the keys of a recipe that have one value. */
final class Names {
  private static final String TABLE = "vars";
  private static final String VARIABLES = TABLE + ".";

  private final Shape shape;
  private final Map<String, Node.Scalar> scalars = new LinkedHashMap<>();
  private final Set<String> lists = new HashSet<>();

  private Names(Shape shape) {
    this.shape = shape;
  }

  /** Of documents in their order: later ones win. Secrets have no names. */
  static Names of(List<Node.Fields> documents, Shape shape) {
    Names names = new Names(shape);
    documents.forEach(document -> names.add(document, List.of()));
    return names;
  }

  private void add(Node.Fields table, List<String> path) {
    // As long as its condition is not decided it says nothing.
    if (!table.fields().containsKey(Condition.NAME)) {
      table.fields().forEach((name, field) -> add(field, Conditions.below(path, name)));
    }
  }

  private void add(Node field, List<String> path) {
    if (field instanceof Node.Items) {
      lists.add(String.join(".", path));
    } else if (field instanceof Node.Fields inner) {
      add(inner, path);
    } else if (field instanceof Node.Scalar scalar
        && !shape.isSecret(path)
        && !shape.isSecret(Conditions.below(path, ""))) {
      scalars.put(String.join(".", path), scalar);
    }
  }

  /** Whether it is a list, which stands for no text. */
  boolean isList(String name) {
    return lists.contains(name);
  }

  Optional<Node.Scalar> find(String name) {
    Node.Scalar variable = scalars.get(VARIABLES + name);
    return Optional.ofNullable(variable == null ? scalars.get(name) : variable);
  }

  /** As they are written, variables first; not more than the limit. */
  List<String> all(int limit) {
    List<String> all = new ArrayList<>();
    for (String name : scalars.keySet()) {
      if (name.startsWith(VARIABLES) && all.size() < limit) {
        all.add(name.substring(VARIABLES.length()));
      }
    }
    for (String name : scalars.keySet()) {
      if (!name.startsWith(VARIABLES) && all.size() < limit) {
        all.add(name);
      }
    }
    return all;
  }
}
