package jbuild.builder.recipe.language;

import java.util.List;
import java.util.Optional;

/** Where the values of a composed document were written. */
record ComposedOrigins(Node.Fields document) implements Origins {
  private static final int MOST_DIGITS = 9;

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
    if (!(node instanceof Node.Items list)) {
      return Optional.empty();
    }
    boolean isIndex =
        !name.isEmpty()
            && name.length() <= MOST_DIGITS
            && name.chars().allMatch(c -> c >= '0' && c <= '9');
    return isIndex && Integer.parseInt(name) < list.items().size()
        ? Optional.of(list.items().get(Integer.parseInt(name)))
        : Optional.empty();
  }
}
