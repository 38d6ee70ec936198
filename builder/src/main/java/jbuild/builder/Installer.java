package jbuild.builder;

import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.toolset.Toolsets;

/** Brings packages into images: what the planner needs of a package tool. */
@FunctionalInterface
interface Installer {
  /**
   * Decides how to install what the recipe wants.
   *
   * @param more what settings of the recipe need beside its own list
   */
  Installation installation(Recipe recipe, List<String> more, Ground ground);

  /** The same for images that are built at the same time: they can have a base system in common. */
  default Installer forSeveral() {
    return (recipe, more, ground) ->
        installation(recipe, more, ground == Ground.NOTHING ? Ground.NOTHING_YET : ground);
  }

  /** What there is when an installation begins. */
  enum Ground {
    NOTHING,
    /** Nothing, until somebody has made the base system, for this image or for another one. */
    NOTHING_YET,
    /** A system of the same distribution, which stays as it is but for what is added. */
    SYSTEM
  }

  /**
   * How one image is installed.
   *
   * @param base makes the root of the image, with the least that is a system; where there is one,
   *     it only gets ready to add to it
   * @param packages installs and removes what the recipe wants
   * @param tools has programs that outputs are written with
   * @param policies whether the distribution is one whose systems have policies of SELinux
   */
  record Installation(List<Step> base, List<Step> packages, Toolsets tools, boolean policies) {
    /** Of one that has none. */
    Installation(List<Step> base, List<Step> packages, Toolsets tools) {
      this(base, packages, tools, false);
    }

    public Installation {
      base = List.copyOf(base);
      packages = List.copyOf(packages);
    }
  }
}
