package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Leaves out of a document what does not count for an image. */
final class Conditions {
  private static final Set<List<String>> BEFORE =
      Set.of(
          List.of("distribution"),
          List.of("matrix"),
          List.of("profile"),
          List.of("image", "include"),
          List.of("image", "profiles"),
          List.of("image", "minimum-version"));

  private final Facts facts;
  private final World world;
  private final Shape shape;
  private final Problems problems;
  private final List<Node.Fields> further = new ArrayList<>();
  private final List<Unused> unused = new ArrayList<>();

  Conditions(Facts facts, World world, Shape shape, Problems problems) {
    this.facts = facts;
    this.world = world;
    this.shape = shape;
    this.problems = problems;
  }

  /** What was left out of all documents. */
  List<Unused> unused() {
    return unused;
  }

  /**
   * The document without conditions, and without what they exclude. A table that it has several
   * times is in as many documents: each one may edit what those before it say.
   */
  List<Node.Fields> apply(Node.Fields document) {
    further.clear();
    List<Node.Fields> documents = new ArrayList<>();
    table(document, List.of(), false).ifPresent(documents::add);
    documents.addAll(further);
    return documents;
  }

  private Optional<Node> any(Node node, List<String> path, boolean conditional) {
    if (conditional && BEFORE.contains(path)) {
      problems.report(
          node.origin(),
          "'" + String.join(".", path) + "' depends on 'when'",
          "write it where no 'when' is: it is decided first");
    }
    if (node instanceof Node.Fields table) {
      return table(table, path, conditional).map(kept -> kept);
    }
    return node instanceof Node.Items list ? items(list, path, conditional) : Optional.of(node);
  }

  private Optional<Node.Fields> table(Node.Fields table, List<String> path, boolean conditional) {
    Optional<Node> when = table.find(Condition.NAME);
    if (when.isPresent()) {
      if (BEFORE.contains(path)) {
        problems.report(
            when.get().origin(),
            "'" + String.join(".", path) + "' depends on 'when'",
            "leave 'when' out: this table is decided first");
      }
      Node.Fields rest = table.without(Condition.NAME);
      Optional<Condition> condition = Condition.read(when.get(), world, problems);
      if (condition.isEmpty() || !condition.get().holds(facts)) {
        unused.add(Unused.of(path, rest, shape));
        refuseEarly(rest, path);
        return Optional.empty();
      }
      return Optional.of(fields(rest, path, true));
    }
    return Optional.of(fields(table, path, conditional));
  }

  /** What may not depend on a condition may not either when that does not hold. */
  private void refuseEarly(Node.Fields table, List<String> path) {
    for (List<String> early : BEFORE) {
      boolean below = early.size() > path.size() && early.subList(0, path.size()).equals(path);
      Optional<Node> node = Optional.of(table);
      for (String name : below ? early.subList(path.size(), early.size()) : List.<String>of()) {
        node =
            node.filter(Node.Fields.class::isInstance)
                .flatMap(outer -> ((Node.Fields) outer).find(name));
      }
      if (below && node.isPresent()) {
        any(node.get(), early, true);
      }
    }
  }

  private Node.Fields fields(Node.Fields table, List<String> path, boolean conditional) {
    Map<String, Node> kept = new LinkedHashMap<>();
    table
        .fields()
        .forEach(
            (name, field) ->
                any(field, below(path, name), conditional).ifPresent(node -> kept.put(name, node)));
    return new Node.Fields(kept, table.origin());
  }

  private Optional<Node> items(Node.Items list, List<String> path, boolean conditional) {
    boolean several = shape.kind(path) == Shape.Kind.TABLE && isConditional(list);
    List<Node> kept = new ArrayList<>();
    for (Node item : list.items()) {
      any(item, path, conditional).ifPresent(kept::add);
    }
    if (!several || kept.isEmpty()) {
      return several ? Optional.empty() : Optional.of(new Node.Items(kept, list.origin()));
    }
    // A table that is written several times, for several conditions.
    kept.subList(1, kept.size()).forEach(item -> further.add(document(item, path)));
    return Optional.of(kept.get(0));
  }

  private static Node.Fields document(Node table, List<String> path) {
    Node node = table;
    for (int length = path.size(); length > 0; length--) {
      node = new Node.Fields(Map.of(path.get(length - 1), node), table.origin());
    }
    return (Node.Fields) node;
  }

  private static boolean isConditional(Node.Items list) {
    boolean any = false;
    for (Node item : list.items()) {
      if (!(item instanceof Node.Fields table)) {
        return false;
      }
      any = any || table.fields().containsKey(Condition.NAME);
    }
    return any;
  }

  static List<String> below(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return List.copyOf(longer);
  }
}
