package jbuild.builder.base;

import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.Release;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Recipe;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.copy.CloneMethod;

/**
 * Begins an image with all files of another one.
 *
 * @param name of the base, for people
 */
public record CopyBase(BaseImage base, String name, Recipe recipe, DistributionProfile profile)
    implements Step {
  @Override
  public String name() {
    return "copy the base " + name;
  }

  @Override
  public void run(Workspace workspace) {
    CloneMethod method = base.copyInto(workspace);
    workspace.progress().detail("made as " + method);
    check(workspace);
  }

  private void check(Workspace workspace) {
    Recipe.Distribution wanted = recipe.distribution();
    Release release = profile.release(wanted.release()).orElseThrow();
    Optional<BaseSystem> system;
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      system = BaseSystem.of(tree);
    }
    Optional<String> other =
        system.isEmpty()
            ? Optional.of("no system: there is no os-release in it")
            : system.get().otherThan(profile, release, wanted.architecture());
    if (other.isPresent()) {
      throw wrong(recipe, name, other.get());
    }
  }

  /** What is said of a base that is another system than the recipe's. */
  public static Failure wrong(Recipe recipe, String base, String is) {
    Recipe.Distribution wanted = recipe.distribution();
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot build " + recipe.image().name() + " on " + base,
        "it is %s, and the recipe is of %s %s for %s"
            .formatted(is, wanted.name(), wanted.release(), wanted.architecture()),
        "change the recipe's [distribution], or choose another base");
  }
}
