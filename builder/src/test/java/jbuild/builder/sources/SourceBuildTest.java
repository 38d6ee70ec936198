package jbuild.builder.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import jbuild.builder.plan.Progress;
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
  void whatOthersFindStaysWhereItIs() throws IOException {
    keep(RECIPE);
    Path kept = build(RECIPE).kept().orElseThrow();
    Object before = Files.readAttributes(kept, "unix:ino");

    keep(RECIPE);

    assertEquals(before, Files.readAttributes(kept, "unix:ino"));
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

  @Test
  void outputsCountNeitherThroughLinks() throws IOException {
    String recipe = RECIPE.replace("\"src\"", "\".\"");
    Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("out"), directory.resolve("elsewhere"));
    String before = build(recipe).inputs().key();

    Files.writeString(directory.resolve("elsewhere/web"), "an image");

    assertEquals(before, build(recipe).inputs().key());
  }

  @Test
  void whatTheBuildSeesOfTheImageCounts() throws IOException {
    Recipe recipe = recipe(RECIPE);
    String before = inputs(recipe).key();

    assertNotEquals(before, inputs(recipe(RECIPE.replace("\"web\"", "\"mail\""))).key());
    assertNotEquals(
        before, inputs(recipe(RECIPE.replace("\"web\"", "\"web\"\nimage.version = \"2\""))).key());
    assertNotEquals(before, BuildInputs.of(recipe, "", "tzdata", List.of()).key());
  }

  @Test
  void aDirectoryMayBeThereTwice() throws IOException {
    String twice =
        RECIPE.replace(
            "\"src\"", "{path = \"src\", target = \"one\"}, {path = \"src\", target = \"two\"}");

    assertNotEquals(
        build(twice).inputs().key(), build(twice.replace("one", "other")).inputs().key());
  }

  @Test
  void sourcesThatCannotBeReadAreLikeNoOthers() throws IOException {
    Recipe recipe = recipe(RECIPE);
    Files.move(sources, directory.resolve("gone"));

    assertNotEquals(inputs(recipe).key(), inputs(recipe).key());
  }

  @Test
  void mirrorsCountWithoutTheirPasswords() throws IOException {
    String mirror = "release = \"trixie\", mirror = \"http://ada:lovelace@mirror.example/d\"";
    String recipe = RECIPE.replace("release = \"trixie\"", mirror);

    assertEquals(
        inputs(recipe(recipe)).key(), inputs(recipe(recipe.replace("lovelace", "x"))).key());
    assertNotEquals(
        inputs(recipe(recipe)).key(), inputs(recipe(recipe.replace("/d\"", "/e\""))).key());
  }

  @Test
  void whatChangesDuringTheBuildIsNotKept() throws IOException {
    SourceBuild build = build(RECIPE);
    Workspace workspace =
        new Workspace(
            Files.createDirectories(directory.resolve("work")),
            cache,
            (command, lines) -> {},
            Progress.SILENT);
    BuildPlaces.of(workspace).directory("dest");
    Files.writeString(sources.resolve("main.c"), "int changed;\n");

    new KeepBuilt("web", build.inputs(), build.later()).run(workspace);

    assertTrue(BuiltFiles.in(cache).find(build.inputs()).isEmpty());
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
    Recipe recipe = recipe(text);
    BuildInputs inputs = inputs(recipe);
    return SourceBuild.of(recipe, inputs, cache, () -> inputs(recipe));
  }

  private Recipe recipe(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("web.toml"), text);
    Recipe recipe = new RecipeReader(new DistributionProfiles()).read(file);
    // The recipe is not among the sources that count.
    Files.delete(file);
    return recipe;
  }

  private BuildInputs inputs(Recipe recipe) {
    return BuildInputs.of(recipe, "", "", List.of(directory.resolve("out")));
  }

  private record Named(String name) implements Step {
    @Override
    public void run(Workspace workspace) {
      throw new IllegalStateException("only planned");
    }
  }
}
