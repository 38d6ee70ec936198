package jbuild.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.output.StartableOutputs;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.StarterRecipes;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Image;
import jbuild.runner.image.MachineImages;
import jbuild.runner.settings.MachineName;

/** Images by their paths or names; those of recipes are built. */
final class StoredImages implements ImageFinder {
  private static final String LATEST = "latest";

  private final RecipeReader recipes;
  private final StarterRecipes starters;
  private final Builds builds;
  private final MachineImages machines;

  StoredImages(
      RecipeReader recipes, StarterRecipes starters, Builds builds, MachineImages machines) {
    this.recipes = recipes;
    this.starters = starters;
    this.builds = builds;
    this.machines = machines;
  }

  @Override
  public Image find(Optional<String> target, Path outputDirectory, RecipeChanges changes) {
    if (target.isEmpty()) {
      refuse(changes, "the image last built");
      return latest(outputDirectory);
    }
    String word = target.get();
    boolean isRecipe = word.endsWith(".toml");
    Optional<Image> found = isRecipe ? Optional.empty() : stored(word, outputDirectory);
    if (found.isPresent()) {
      refuse(changes, word);
      return found.get();
    }
    if (isRecipe || Files.isRegularFile(Path.of(word)) || starters.has(Path.of(word))) {
      return built(recipes.read(changes.of(Path.of(word))), outputDirectory);
    }
    throw missing(word, outputDirectory);
  }

  private static void refuse(RecipeChanges changes, String image) {
    if (!changes.equals(RecipeChanges.NONE)) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot change " + image,
          "--set, --profile, --cell, --tools and --mirror are about recipes, and it is an image",
          "name its recipe, or leave them out");
    }
  }

  private Optional<Image> stored(String word, Path outputDirectory) {
    Path path = Path.of(word);
    // A name has no slash: 'debian' is the image of that name even where a directory is called so.
    boolean isName = !word.contains("/");
    if (isName && !Files.isRegularFile(path)) {
      Optional<Image> named = named(word, outputDirectory);
      if (named.isPresent()) {
        return named;
      }
    }
    return ImagePath.find(path);
  }

  private Optional<Image> named(String name, Path outputDirectory) {
    Optional<Image> output = ImagePath.find(outputDirectory.resolve(name));
    if (output.isPresent()) {
      return output;
    }
    Optional<Path> stored = StartableOutputs.find(outputDirectory, name);
    if (stored.isPresent()) {
      return ImagePath.find(stored.get());
    }
    return MachineName.isValid(name) ? machines.find(name) : Optional.empty();
  }

  private static Image latest(Path outputDirectory) {
    Path link = outputDirectory.resolve(LATEST);
    if (!Files.exists(link)) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot start the image last built",
          "there is none in " + outputDirectory,
          "name a recipe, or another directory with --output-dir");
    }
    Path image = outputDirectory.resolve(readLink(link));
    return ImagePath.find(image).orElseThrow(() -> notStartable(image.toString()));
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

  private Image built(Recipe recipe, Path outputDirectory) {
    String name = recipe.image().name();
    Optional<OutputFormat> best = StartableOutputs.best(recipe.image().outputs());
    if (best.isEmpty()) {
      throw notStartable("the image of the recipe '" + name + "'");
    }
    if (builds.isCurrent(recipe, outputDirectory)) {
      builds.describe(recipe, outputDirectory);
    } else {
      builds.build(recipe, outputDirectory);
    }
    Path image = outputDirectory.resolve(best.get().fileName(name));
    return ImagePath.find(image).orElse(new Image.Directory(image));
  }

  private static Failure notStartable(String image) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot start " + image,
        "it has no form that machines start from",
        "add \"directory\" to the outputs of its recipe");
  }

  private Failure missing(String target, Path outputDirectory) {
    String why =
        target.contains("/")
            ? "there is no such image"
            : "there is no image of that name in " + outputDirectory + " or " + machines.pool();
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot start '" + target + "'",
        why,
        starters
            .meant(Path.of(target))
            .map(name -> "did you mean '" + name + "'?")
            .orElse(
                "name a directory, a disk image, an archive, a recipe (its name ends in .toml), an"
                    + " image, or a distribution, for example debian:stable"));
  }
}
