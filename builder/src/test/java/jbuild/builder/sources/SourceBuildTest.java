package jbuild.builder.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.Online;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class SourceBuildTest {
  private static final String RECIPE =
      """
      image.name = "web"
      distribution = {name = "debian", release = "trixie"}
      [build]
      packages = ["gcc"]
      sources = ["src"]
      run = "make"
      """;

  @TempDir Path directory;
  private Path cache;
  private Path sources;

  @BeforeEach
  void makeSources() throws IOException {
    cache = directory.resolve("cache");
    sources = Files.createDirectories(directory.resolve("src/sub")).getParent();
    Files.writeString(sources.resolve("main.c"), "int main;\n");
  }

  @Test
  void aFirstBuildHasAllItsSteps() throws IOException {
    assertEquals(
        List.of(
            "make a copy to build in (nothing was built for web before)",
            "for the build: install [gcc]",
            "build from sources",
            "copy what was built into the image",
            "keep what was built"),
        steps(RECIPE));
  }

  @Test
  void whatWasBuiltIsUsedAgain() throws IOException {
    keep(RECIPE);

    assertEquals(
        List.of("copy what was built before into the image (nothing has changed)"), steps(RECIPE));
  }

  @Test
  void saysWhichSourcesHaveChanged() throws IOException {
    keep(RECIPE);
    Files.writeString(sources.resolve("main.c"), "int changed;\n");

    assertEquals("make a copy to build in (changed: " + sources + ")", steps(RECIPE).get(0));
  }

  @Test
  void saysWhatElseHasChanged() throws IOException {
    keep(RECIPE);
    String other = RECIPE.replace("gcc", "clang").replace("make", "make all");

    assertEquals(
        "make a copy to build in (changed: the build's packages, what is run)",
        steps(other).get(0));
  }

  @Test
  void whatIsTooOldIsBuiltAgain() throws IOException {
    keep(RECIPE);
    Path kept = build(RECIPE).kept().orElseThrow();
    Files.setLastModifiedTime(kept, FileTime.from(Instant.now().minus(Duration.ofDays(31))));

    assertEquals(
        "make a copy to build in (what was built is gone, or older than 30 days)",
        steps(RECIPE).get(0));
  }

  @Test
  void modesCountAndTimesDoNot() throws IOException {
    Path file = sources.resolve("main.c");
    String before = build(RECIPE).inputs().key();
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertEquals(before, build(RECIPE).inputs().key());

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertNotEquals(before, build(RECIPE).inputs().key());
  }

  @Test
  void outputsAmongTheSourcesDoNotCount() throws IOException {
    String recipe = RECIPE.replace("\"src\"", "\".\"");
    String before = build(recipe).inputs().key();
    Files.createDirectory(directory.resolve("out"));
    Files.writeString(directory.resolve("out/web"), "an image");
    assertEquals(before, build(recipe).inputs().key());

    Files.writeString(directory.resolve("output"), "no image");

    assertNotEquals(before, build(recipe).inputs().key());
  }

  private void keep(String recipe) throws IOException {
    Path results = Files.createDirectories(directory.resolve("results"));
    BuiltFiles.in(cache).keep("web", build(recipe).inputs(), results);
  }

  private List<String> steps(String recipe) throws IOException {
    return build(recipe).steps(SourceBuildTest::installing, new Online(Map.of())).stream()
        .map(Step::name)
        .toList();
  }

  private static List<Step> installing(Recipe recipe) {
    return List.of(new Named("install " + recipe.packages().install()));
  }

  private SourceBuild build(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("web.toml"), text);
    Recipe recipe = new RecipeReader(new DistributionProfiles()).read(file);
    // The recipe is not among the sources that count.
    Files.delete(file);
    BuildInputs inputs = BuildInputs.of(recipe, "", directory.resolve("out"));
    return SourceBuild.of(recipe, inputs, cache);
  }

  private record Named(String name) implements Step {
    @Override
    public void run(Workspace workspace) {
      throw new IllegalStateException("only planned");
    }
  }
}
