package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value was written.
 *
 * @param path the names of tables and keys in the source, and the indexes of items in lists
 */
public record Origin(Source source, List<String> path) {
  public Origin {
    path = List.copyOf(path);
  }

  /** The whole source. */
  static Origin of(Source source) {
    return new Origin(source, List.of());
  }

  /** Of a value that is in this one. */
  Origin in(String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return new Origin(source, longer);
  }
}
