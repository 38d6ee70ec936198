package jbuild.builder.distribution;

import java.util.List;

/** What only the package tool of a distribution needs to know of it. */
public sealed interface ToolFacts permits DebianFacts, PacmanFacts, RpmFacts {
  /** The mirrors that it speaks of, by the names that the profile has for them. */
  List<String> mirrorNames();

  /** The releases that it speaks of. */
  List<String> releaseNames();

  /**
   * Parts of the archive that are taken when a recipe names none; none where there are no parts.
   */
  default List<String> components() {
    return List.of();
  }

  /** All parts that the archive has. */
  default List<String> knownComponents() {
    return List.of();
  }
}
