package jbuild.builder;

import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.Recipe;

/** Brings packages into an image: what the planner needs of a package tool. */
public interface Installer {
  /** Makes the root of the image, with the least that is a system. */
  List<Step> bootstrap(Recipe recipe);

  /**
   * Installs and removes what the recipe wants.
   *
   * @param more what settings of the recipe need beside its own list
   */
  List<Step> packages(Recipe recipe, List<String> more);
}
