package jbuild.builder.recipe.language;

import java.util.Optional;
import java.util.Set;

/** What conditions ask about: the words for distributions, their releases and machines. */
public interface World {
  Set<String> distributions();

  /** All words for releases of any distribution. */
  Set<String> releases();

  /** All words for this release: its name, its version, aliases. */
  Set<String> release(String distribution, String release);

  /** All words for machines that any distribution is for. */
  Set<String> architectures();

  /** All words for this architecture; the host's when the recipe names none. */
  Set<String> architecture(Optional<String> architecture);
}
