package jbuild.builder.plan;

import java.util.List;
import java.util.Optional;

/** One thing the builder does to an image. A step is a value: creating it changes nothing. */
public interface Step {
  /** Shown to the user while the step runs, for example {@code install 12 packages}. */
  String name();

  void run(Workspace workspace);

  /** What it may change that the recipe does not ask for, and how to leave it as it is. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Stands for the tree that the step makes, of nothing but what it was created from: where two
   * builds have the same product, one can take a copy of the other's. Empty for most steps, which
   * change a tree.
   */
  default Optional<String> product() {
    return Optional.empty();
  }
}
