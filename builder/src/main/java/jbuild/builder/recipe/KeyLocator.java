package jbuild.builder.recipe;

import java.util.List;

/** Finds keys in the text of a recipe. */
@FunctionalInterface
interface KeyLocator {
  /**
   * Where the key stands; for a missing one its table, and else the start of the file.
   *
   * @param path the names of tables and keys, and the indexes, from 0, of items in lists
   */
  Position find(List<String> path);
}
