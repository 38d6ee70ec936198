package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How what several documents say becomes one: the later one wins, and what it does not speak of
 * stays.
 *
 * @param main the recipe: a table that it has is shown there, whoever else has it too
 */
record Merge(Source main, Shape shape, Problems problems) {
  /** All of them, in their order. */
  Node.Fields all(List<Node.Fields> documents) {
    Node.Fields merged = new Node.Fields(Map.of(), Origin.of(main));
    for (Node.Fields document : documents) {
      merged = table(merged, document, List.of());
    }
    return merged;
  }

  /** A value over an earlier one; the path is without the indexes of items. */
  Node of(Optional<Node> earlier, Node later, List<String> path) {
    Shape.Kind kind = shape.kind(path);
    if (kind == Shape.Kind.VALUE) {
      return later;
    }
    if (kind == Shape.Kind.TABLE) {
      return later instanceof Node.Fields table
          ? table(earlier.flatMap(Merge::asTable), table, path)
          : later;
    }
    Node.Items before =
        earlier
            .filter(Node.Items.class::isInstance)
            .map(Node.Items.class::cast)
            .orElse(new Node.Items(List.of(), later.origin()));
    if (later instanceof Node.Fields table && ListEdit.isMeant(table, shape.kind(path))) {
      return new ListEdit(this, path).apply(before, table);
    }
    return later instanceof Node.Items list ? items(before, list, path) : later;
  }

  /** A list over an earlier one. */
  Node.Items items(Node.Items earlier, Node.Items later, List<String> path) {
    return switch (shape.kind(path)) {
      case WORDS -> later;
      case TABLES -> tables(earlier, later, path);
      default -> added(earlier, later);
    };
  }

  private static Optional<Node.Fields> asTable(Node node) {
    return node instanceof Node.Fields table ? Optional.of(table) : Optional.empty();
  }

  private Node.Fields table(Optional<Node.Fields> earlier, Node.Fields later, List<String> path) {
    return table(earlier.orElse(new Node.Fields(Map.of(), later.origin())), later, path);
  }

  private Node.Fields table(Node.Fields earlier, Node.Fields later, List<String> path) {
    Map<String, Node> merged = new LinkedHashMap<>(earlier.fields());
    later
        .fields()
        .forEach(
            (name, field) ->
                merged.put(
                    name,
                    of(
                        Optional.ofNullable(merged.get(name)),
                        field,
                        Conditions.below(path, name))));
    boolean isOfMain = later.origin().source().equals(main);
    return new Node.Fields(merged, isOfMain ? later.origin() : earlier.origin());
  }

  /** What is new comes at the end; what one document has twice it has twice. */
  private static Node.Items added(Node.Items earlier, Node.Items later) {
    Set<Object> known = new HashSet<>(earlier.plain());
    List<Node> all = new ArrayList<>(earlier.items());
    for (Node item : later.items()) {
      if (!known.contains(item.plain())) {
        all.add(item);
      }
    }
    return new Node.Items(all, later.origin());
  }

  /** A table that means the same thing as an earlier one is merged over it. */
  private Node.Items tables(Node.Items earlier, Node.Items later, List<String> path) {
    Optional<String> identity = shape.identity(path);
    List<Node> all = new ArrayList<>(earlier.items());
    Map<Object, Integer> known = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      int index = i;
      identify(all.get(i), identity).ifPresent(name -> known.putIfAbsent(name, index));
    }
    for (Node item : later.items()) {
      Optional<Integer> same = identify(item, identity).map(known::get);
      if (same.isPresent()) {
        Node.Fields before = (Node.Fields) all.get(same.get());
        Node.Fields after = (Node.Fields) item;
        all.set(same.get(), table(replaced(before, after, path), after, path));
      } else {
        all.add(item);
      }
    }
    return new Node.Items(all, later.origin());
  }

  /** The earlier table without what the later one has an alternative for. */
  private Node.Fields replaced(Node.Fields earlier, Node.Fields later, List<String> path) {
    List<String> alternatives = shape.alternatives(path);
    Node.Fields rest = earlier;
    if (alternatives.stream().anyMatch(later.fields()::containsKey)) {
      for (String name : alternatives) {
        rest = rest.without(name);
      }
    }
    return rest;
  }

  static Optional<Object> identify(Node item, Optional<String> identity) {
    return asTable(item)
        .flatMap(table -> identity.flatMap(table::find))
        .filter(Node.Scalar.class::isInstance)
        .map(Node::plain);
  }
}
