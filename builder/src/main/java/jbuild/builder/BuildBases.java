package jbuild.builder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jbuild.builder.base.BaseImage;
import jbuild.builder.base.CopyBase;
import jbuild.builder.base.KeptBase;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Recipe;
import jbuild.runner.image.LockFile;

/**
 * What images are built on: those of recipes are built when they are missing or stale, and kept in
 * the cache for all that build on them.
 *
 * @param builder builds them
 */
record BuildBases(
    Path cache,
    BaseRecipes recipes,
    DistributionProfiles profiles,
    Function<Progress, ImageBuilder> builder) {

  /** Stands for all that an image's base is made of. */
  Optional<String> identity(Recipe recipe) {
    return recipe
        .image()
        .base()
        .map(
            base ->
                base.isRecipe()
                    ? builder.apply(Progress.SILENT).digest(recipes.find(base.path(), recipe))
                    : new BaseImage(base.path()).identity());
  }

  /** The steps that begin an image with its base; none when it has none. */
  List<Step> steps(Recipe recipe) {
    Optional<Recipe.Base> base = recipe.image().base();
    if (base.isEmpty()) {
      return List.of();
    }
    DistributionProfile profile = profiles.find(recipe.distribution().name()).orElseThrow();
    Path path = base.get().path();
    if (!base.get().isRecipe()) {
      return List.of(new CopyBase(new BaseImage(path), path.toString(), recipe, profile));
    }
    Recipe lower = recipes.find(path, recipe);
    ImageBuilder silent = builder.apply(Progress.SILENT);
    KeptBase kept = KeptBase.of(cache, lower.image().name(), silent.digest(lower));
    List<Step> steps = new ArrayList<>();
    if (!isThere(kept, lower)) {
      steps.add(new BuildBase(this, lower, kept, kept.reason()));
    }
    Path tree = kept.directory().resolve(lower.image().name());
    steps.add(
        new CopyBase(new BaseImage(tree.toAbsolutePath()), lower.image().name(), recipe, profile));
    return steps;
  }

  private boolean isThere(KeptBase kept, Recipe lower) {
    return kept.isFresh() && builder.apply(Progress.SILENT).isCurrent(lower, kept.directory());
  }

  /** Builds it, unless somebody else has done so meanwhile. */
  @SuppressWarnings("try") // The lock is held, not used.
  private void build(Recipe lower, KeptBase kept, Progress progress) {
    try (LockFile lock = kept.lock()) {
      if (!isThere(kept, lower)) {
        kept.sweep();
        builder.apply(new Nested(lower.image().name(), progress)).build(lower, kept.directory());
        kept.made();
      }
    }
  }

  /** Builds the image that another one begins with. */
  private record BuildBase(BuildBases bases, Recipe recipe, KeptBase kept, String reason)
      implements Step {
    @Override
    public String name() {
      return "build the base %s (%s)".formatted(recipe.image().name(), reason);
    }

    @Override
    public void run(Workspace workspace) {
      bases.build(recipe, kept, workspace.progress());
    }
  }

  /** The progress of a build that is a step of another. */
  private record Nested(String image, Progress outer) implements Progress {
    @Override
    public void started(int number, int total, String step) {
      outer.detail("%s %d/%d: %s".formatted(image, number, total, step));
    }

    @Override
    public void finished(int number, int total, String step, Duration took) {
      // The next one says that it has started.
    }

    @Override
    public void detail(String line) {
      outer.detail(line);
    }

    @Override
    public Transfer transfer(String what, long bytes) {
      return outer.transfer(what, bytes);
    }
  }
}
