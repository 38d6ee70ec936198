package jbuild.builder.recipe.language;

import java.util.List;

/** Tells of each value of a document where it was written. */
@FunctionalInterface
public interface Origins {
  /**
   * For a missing value its table's, and else the recipe's.
   *
   * @param path in the document
   */
  Origin of(List<String> path);
}
