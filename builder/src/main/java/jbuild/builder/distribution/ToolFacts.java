package jbuild.builder.distribution;

import java.util.List;

/** What only the package tool of a distribution needs to know of it. */
public sealed interface ToolFacts permits DebianFacts, PacmanFacts, RpmFacts {
  /** The mirrors that it speaks of, by the names that the profile has for them. */
  List<String> mirrorNames();

  /** The releases that it speaks of. */
  List<String> releaseNames();

  /** The names that its repositories have for the tool, and that no other can have. */
  default List<String> repositoryNames() {
    return List.of();
  }

  /** Names that mean something else to the tool. */
  default List<String> takenNames() {
    return List.of();
  }

  /** Whether repositories have suites and components. */
  default boolean hasSuites() {
    return false;
  }

  /** How the names of its packages end. */
  String packageEnding();

  /** Whether a file of this name can be one of its packages. */
  default boolean isPackage(String name) {
    return name.endsWith(packageEnding());
  }

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
