package jbuild.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import jbuild.builder.ImageBuilder;
import jbuild.builder.batch.Batch;
import jbuild.builder.batch.Result;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.SharedTrees;
import jbuild.builder.recipe.Recipe;
import jbuild.cli.progress.Board;
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
    lines(new Result.Built(recipe.image().name(), outputs, took)).forEach(display::print);
    return outputs;
  }

  @Override
  public List<Result> buildAll(List<Recipe> recipes, Path outputDirectory, Batch batch) {
    List<String> products = new ArrayList<>();
    ImageBuilder planner = builders.apply(Progress.SILENT);
    recipes.forEach(recipe -> products.addAll(planner.products(recipe, outputDirectory)));
    List<Result> results;
    try (SharedTrees trees =
            new SharedTrees(outputDirectory.toAbsolutePath().normalize(), products);
        Board board = display.open(recipes.size())) {
      List<Batch.Build> jobs =
          recipes.stream().map(recipe -> job(recipe, outputDirectory, trees)).toList();
      results = batch.run(jobs, news(board));
    }
    // Whichever was the fastest: the image last built is the last one that was asked for.
    for (int i = results.size() - 1; i >= 0; i--) {
      if (results.get(i) instanceof Result.Built) {
        builders.apply(Progress.SILENT).markLatest(recipes.get(i), outputDirectory);
        break;
      }
    }
    return results;
  }

  private Batch.Build job(Recipe recipe, Path outputDirectory, SharedTrees trees) {
    return new Batch.Build() {
      @Override
      public String name() {
        return recipe.image().name();
      }

      @Override
      public List<Path> run(Progress progress) {
        return builders.apply(progress).sharing(trees).build(recipe, outputDirectory);
      }
    };
  }

  private static Batch.News news(Board board) {
    return new Batch.News() {
      @Override
      public Progress began(String name) {
        return board.began(name);
      }

      @Override
      public void ended(Result result) {
        board.ended(result.name(), lines(result));
      }
    };
  }

  private static List<String> lines(Result result) {
    List<String> lines = new ArrayList<>();
    if (result instanceof Result.Built built) {
      lines.add("built %s in %s".formatted(built.name(), Shown.time(built.took())));
      for (Path output : built.outputs()) {
        lines.add("  %s  %s".formatted(output, Shown.size(DiskUsage.of(output))));
      }
    } else if (result instanceof Result.Failed failed) {
      lines.add("failed to build %s: %s".formatted(failed.name(), failed.failure().what()));
    } else {
      lines.add("left out %s".formatted(result.name()));
    }
    return lines.stream().map(Shown::text).toList();
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
