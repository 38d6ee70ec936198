package jbuild.builder.recipe.language;

import java.util.List;
import java.util.Map;

/**
 * The document of one image.
 *
 * @param values tables, lists and scalars as TOML has them
 * @param unused what does not count for it
 * @param cell which of several images it is; empty when there is only one
 */
public record Composition(
    Map<String, Object> values, Origins origins, List<Unused> unused, String cell) {
  public Composition {
    unused = List.copyOf(unused);
  }
}
