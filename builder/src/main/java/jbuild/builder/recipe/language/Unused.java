package jbuild.builder.recipe.language;

import java.util.List;
import java.util.Map;

/** A table of a recipe that does not count for an image: mistakes in it are mistakes still. */
public final class Unused {
  private final Node.Fields document;

  private Unused(Node.Fields document) {
    this.document = document;
  }

  /** The path is without the indexes of items: of several tables the document has only this one. */
  static Unused of(List<String> path, Node.Fields table, Shape shape) {
    Node node = table;
    for (int length = path.size(); length > 0; length--) {
      if (shape.kind(path.subList(0, length)) == Shape.Kind.TABLES) {
        node = new Node.Items(List.of(node), table.origin());
      }
      node = new Node.Fields(Map.of(path.get(length - 1), node), table.origin());
    }
    return new Unused((Node.Fields) node);
  }

  /** As if there were nothing else. */
  public Map<String, Object> values() {
    return document.plain();
  }

  public Origins origins() {
    return new ComposedOrigins(document);
  }
}
