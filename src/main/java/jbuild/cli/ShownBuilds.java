package jbuild.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import jbuild.builder.ImageBuilder;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.recipe.Recipe;
import jbuild.cli.progress.ClosingProgress;
import jbuild.cli.progress.Display;
import jbuild.cli.progress.Shown;
import jbuild.runner.image.DiskUsage;

/** Shows the user how a build goes, and at its end what came out, where, how large and when. */
final class ShownBuilds implements Builds {
  private final Display display;
  private final Function<Progress, ImageBuilder> builders;

  ShownBuilds(Display display, Function<Progress, ImageBuilder> builders) {
    this.display = display;
    this.builders = builders;
  }

  @Override
  public List<Path> build(Recipe recipe, Path outputDirectory) {
    long start = System.nanoTime();
    List<Path> outputs;
    try (ClosingProgress progress = display.open()) {
      outputs = builders.apply(progress).build(recipe, outputDirectory);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    display.print("built %s in %s".formatted(recipe.image().name(), Shown.time(took)));
    for (Path output : outputs) {
      String size = Shown.size(DiskUsage.of(output));
      display.print("  %s  %s".formatted(output, size));
    }
    return outputs;
  }

  @Override
  public boolean isCurrent(Recipe recipe, Path outputDirectory) {
    return builders.apply(Progress.SILENT).isCurrent(recipe, outputDirectory);
  }

  @Override
  public void describe(Recipe recipe, Path outputDirectory) {
    builders.apply(Progress.SILENT).describe(recipe, outputDirectory);
  }

  @Override
  public BuildPlan plan(Recipe recipe, Path outputDirectory) {
    return builders.apply(Progress.SILENT).plan(recipe, outputDirectory);
  }
}
