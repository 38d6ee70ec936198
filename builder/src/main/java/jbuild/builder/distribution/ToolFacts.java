package jbuild.builder.distribution;

import java.util.List;

/** What only the package tool of a distribution needs to know of it. */
public sealed interface ToolFacts permits DebianFacts, DnfFacts, PacmanFacts, ZypperFacts {
  /** The mirrors that it speaks of, by the names that the profile has for them. */
  List<String> mirrorNames();

  /** The releases that it speaks of. */
  List<String> releaseNames();
}
