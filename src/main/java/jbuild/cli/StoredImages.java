package jbuild.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Images in the output directory and in the directory of machines; those of recipes are built. */
final class StoredImages implements ImageFinder {
  private static final String LATEST = "latest";
  private static final Path MACHINES = Path.of("/var/lib/machines");

  private final RecipeReader recipes;
  private final Builds builds;

  StoredImages(RecipeReader recipes, Builds builds) {
    this.recipes = recipes;
    this.builds = builds;
  }

  @Override
  public Path find(Optional<String> target, Path outputDirectory) {
    if (target.isEmpty()) {
      return latest(outputDirectory);
    }
    Path path = Path.of(target.get());
    if (target.get().matches(".*\\.tar(\\.[a-z]+)?")) {
      throw notStartable(target.get());
    }
    if (target.get().endsWith(".toml") || Files.isRegularFile(path)) {
      return built(recipes.read(path), outputDirectory);
    }
    // A name has no slash: 'debian' is the image of that name even where a directory is called so.
    Stream<Path> places =
        target.get().contains("/")
            ? Stream.of(path)
            : Stream.of(outputDirectory.resolve(path), MACHINES.resolve(path), path);
    return places
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> missing(target.get(), outputDirectory));
  }

  private static Path latest(Path outputDirectory) {
    Path link = outputDirectory.resolve(LATEST);
    if (!Files.exists(link)) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot start the image last built",
          "there is none in " + outputDirectory,
          "name a recipe, or another directory with --output-dir");
    }
    Path image = outputDirectory.resolve(readLink(link));
    if (!Files.isDirectory(image)) {
      throw notStartable(image.toString());
    }
    return image;
  }

  private static Path readLink(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot start the image last built",
          link + " is no link to an image",
          "remove it, or name the image");
    }
  }

  private Path built(Recipe recipe, Path outputDirectory) {
    String name = recipe.image().name();
    if (!recipe.image().outputs().contains(OutputFormat.DIRECTORY)) {
      throw notStartable("the image of the recipe '" + name + "'");
    }
    Path image = outputDirectory.resolve(OutputFormat.DIRECTORY.fileName(name));
    if (builds.isCurrent(recipe, outputDirectory)) {
      builds.describe(recipe, outputDirectory);
    } else {
      builds.build(recipe, outputDirectory);
    }
    return image;
  }

  private static Failure notStartable(String image) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot start " + image,
        "machines start from directories, and it is none",
        "add \"directory\" to the outputs of its recipe");
  }

  private static Failure missing(String target, Path outputDirectory) {
    List<Path> places = List.of(outputDirectory, MACHINES);
    String why =
        target.contains("/")
            ? "there is no such directory"
            : "there is no image of that name in " + places.get(0) + " or " + places.get(1);
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot start '" + target + "'",
        why,
        "name a directory, a recipe (its name ends in .toml) or an image");
  }
}
