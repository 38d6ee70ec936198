package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredImagesTest {
  private static final String RECIPE =
      """
      [image]
      name = "web"
      outputs = ["%s"]
      [distribution]
      name = "debian"
      release = "trixie"
      """;

  @TempDir Path directory;
  private final List<String> built = new ArrayList<>();
  private final List<String> described = new ArrayList<>();
  private boolean current;
  private Path outputs;
  private StoredImages images;

  @BeforeEach
  void makeAnOutputDirectory() throws IOException {
    outputs = Files.createDirectories(directory.resolve("out"));
    RecipeReader recipes = new RecipeReader(new DistributionProfiles());
    images =
        new StoredImages(
            recipes,
            new Builds() {
              @Override
              public List<Path> build(Recipe recipe, Path outputDirectory) {
                built.add(recipe.image().name());
                return List.of();
              }

              @Override
              public boolean isCurrent(Recipe recipe, Path outputDirectory) {
                return current;
              }

              @Override
              public void describe(Recipe recipe, Path outputDirectory) {
                described.add(recipe.image().name());
              }

              @Override
              public BuildPlan plan(Recipe recipe, Path outputDirectory) {
                throw new IllegalStateException("nobody asks");
              }
            });
  }

  @Test
  void buildsTheImageOfARecipeWhenItIsMissingOrStale() throws IOException {
    Path recipe = recipe("directory");

    Path image = images.find(Optional.of(recipe.toString()), outputs);

    assertEquals(outputs.resolve("web"), image);
    assertEquals(List.of("web"), built);
  }

  @Test
  void buildsNothingWhenTheImageIsCurrent() throws IOException {
    current = true;

    Path image = images.find(Optional.of(recipe("directory").toString()), outputs);

    assertEquals(outputs.resolve("web"), image);
    assertEquals(List.of(), built);
    assertEquals(List.of("web"), described);
  }

  @Test
  void refusesARecipeWithoutADirectoryBeforeItIsBuilt() throws IOException {
    String recipe = recipe("tar.zst").toString();

    Failure failure = assertThrows(Failure.class, () -> images.find(Optional.of(recipe), outputs));

    assertEquals("cannot start the image of the recipe 'web'", failure.what());
    assertEquals(List.of(), built);
  }

  @Test
  void takesADirectoryAsItIs() {
    Path image = images.find(Optional.of(directory.toString()), outputs);

    assertEquals(directory, image);
  }

  @Test
  void findsANameInTheOutputDirectory() throws IOException {
    Files.createDirectory(outputs.resolve("web"));

    assertEquals(outputs.resolve("web"), images.find(Optional.of("web"), outputs));
  }

  @Test
  void findsWhatWasBuiltLast() throws IOException {
    Files.createDirectory(outputs.resolve("web"));
    Files.createSymbolicLink(outputs.resolve("latest"), Path.of("web"));

    assertEquals(outputs.resolve("web"), images.find(Optional.empty(), outputs));
  }

  @Test
  void saysThatNothingWasBuiltYet() {
    Failure failure = assertThrows(Failure.class, () -> images.find(Optional.empty(), outputs));

    assertEquals("there is none in " + outputs, failure.why());
    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
  }

  @Test
  void saysWhereItHasLookedForAName() {
    Failure failure =
        assertThrows(Failure.class, () -> images.find(Optional.of("nonsuch"), outputs));

    assertEquals(
        "there is no image of that name in " + outputs + " or /var/lib/machines", failure.why());
  }

  private Path recipe(String output) throws IOException {
    return Files.writeString(directory.resolve("web.toml"), RECIPE.formatted(output));
  }
}
