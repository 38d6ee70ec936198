package jbuild.builder.recipe.language;

import java.util.List;
import java.util.Optional;

/** Where the values of a composed document were written. */
record ComposedOrigins(Node.Fields document) implements Origins {
  @Override
  public Origin of(List<String> path) {
    Node node = document;
    for (String name : path) {
      Optional<Node> next = child(node, name);
      if (next.isEmpty()) {
        return node.origin();
      }
      node = next.get();
    }
    return node.origin();
  }

  private static Optional<Node> child(Node node, String name) {
    if (node instanceof Node.Fields table) {
      return table.find(name);
    }
    return node instanceof Node.Items list
        ? Optional.of(list.items().get(Integer.parseInt(name)))
        : Optional.empty();
  }
}
