package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.builder.batch.Batch;
import jbuild.builder.batch.Result;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.StarterRecipes;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Image;
import jbuild.runner.image.MachineImages;
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

  /** How archives begin. */
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

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
            new StarterRecipes(new DistributionProfiles()),
            new Builds() {
              @Override
              public List<Path> build(Recipe recipe, Path outputDirectory) {
                built.add(recipe.image().name());
                return List.of();
              }

              @Override
              public List<Result> buildAll(
                  List<Recipe> recipes, Path outputDirectory, Batch batch) {
                throw new IllegalStateException("nobody asks");
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
            },
            new MachineImages(
                List.of(directory.resolve("machines")), directory.resolve("machines")));
  }

  @Test
  void buildsTheImageOfARecipeWhenItIsMissingOrStale() throws IOException {
    Path recipe = recipe("directory");

    Image image = images.find(Optional.of(recipe.toString()), outputs, RecipeChanges.NONE);

    assertEquals(new Image.Directory(outputs.resolve("web")), image);
    assertEquals(List.of("web"), built);
  }

  @Test
  void buildsNothingWhenTheImageIsCurrent() throws IOException {
    current = true;

    Image image =
        images.find(Optional.of(recipe("directory").toString()), outputs, RecipeChanges.NONE);

    assertEquals(new Image.Directory(outputs.resolve("web")), image);
    assertEquals(List.of(), built);
    assertEquals(List.of("web"), described);
  }

  @Test
  void buildsTheImageOfADistributionUnlessAnImageIsCalledSo() throws IOException {
    Optional<String> word = Optional.of("debian");

    Image image = images.find(word, outputs, RecipeChanges.NONE);
    Files.createDirectory(outputs.resolve("debian"));

    assertEquals(new Image.Directory(outputs.resolve("debian-trixie")), image);
    assertEquals(
        new Image.Directory(outputs.resolve("debian")),
        images.find(word, outputs, RecipeChanges.NONE));
    assertEquals(List.of("debian-trixie"), built);
  }

  @Test
  void startsFromTheOutputThatIsReadySoonest() throws IOException {
    Files.write(outputs.resolve("web.tar.zst"), ZSTD);
    Files.write(outputs.resolve("web.tar.xz"), XZ);
    String both = recipe("tar.xz\", \"tar.zst").toString();

    Image image = images.find(Optional.of(both), outputs, RecipeChanges.NONE);

    assertEquals(new Image.Archive(outputs.resolve("web.tar.zst")), image);
    assertEquals(image, images.find(Optional.of("web"), outputs, RecipeChanges.NONE));
  }

  @Test
  void tellsByTheirContentWhatFilesAre() throws IOException {
    Path archive = Files.write(directory.resolve("archive"), ZSTD);
    byte[] squashfs = new byte[4096];
    System.arraycopy("hsqs".getBytes(StandardCharsets.US_ASCII), 0, squashfs, 0, 4);
    Path disk = Files.write(directory.resolve("disk"), squashfs);
    Path named = Files.write(directory.resolve("damaged.raw"), new byte[512]);
    Path layout = Files.createDirectory(directory.resolve("layout"));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    Files.writeString(layout.resolve("index.json"), "{}");

    assertAll(
        () -> assertEquals(new Image.Archive(archive), found(archive)),
        () -> assertEquals(new Image.Disk(disk), found(disk)),
        () -> assertEquals(new Image.Disk(named), found(named)),
        () -> assertEquals(new Image.Archive(layout), found(layout)));
  }

  @Test
  void takesAnImageOfALayoutByItsTag() throws IOException {
    Path layout = Files.createDirectory(outputs.resolve("web.oci"));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    Image expected = new Image.Archive(outputs.resolve("web.oci:2"));

    assertAll(
        () ->
            assertEquals(
                expected, images.find(Optional.of("web.oci:2"), outputs, RecipeChanges.NONE)),
        () -> assertEquals(expected, found(outputs.resolve("web.oci:2"))),
        () -> assertThrows(Failure.class, () -> found(outputs.resolve("other.oci:2"))));
  }

  @Test
  void takesTheNewestVersion() throws IOException {
    Path disks = Files.createDirectory(directory.resolve("web.raw.v"));
    Path archives = Files.createDirectory(directory.resolve("web.tar.zst.v"));
    Path trees = Files.createDirectory(directory.resolve("web.v"));
    for (int i = 9; i <= 10; i++) {
      Files.write(disks.resolve("web_" + i + ".raw"), new byte[512]);
      Files.write(archives.resolve("web_" + i + ".tar.zst"), ZSTD);
      Files.createDirectory(trees.resolve("web_" + i));
    }

    assertAll(
        () -> assertEquals(new Image.Disk(disks.resolve("web_10.raw")), found(disks)),
        () -> assertEquals(new Image.Archive(archives.resolve("web_10.tar.zst")), found(archives)),
        () -> assertEquals(new Image.Directory(trees.resolve("web_10")), found(trees)));
  }

  @Test
  void findsANameInTheDirectoryOfMachines() throws IOException {
    Path machines = Files.createDirectory(directory.resolve("machines"));
    Path disk = Files.write(machines.resolve("db.raw"), new byte[512]);

    assertEquals(new Image.Disk(disk), images.find(Optional.of("db"), outputs, RecipeChanges.NONE));
  }

  private Image found(Path path) {
    return images.find(Optional.of(path.toString()), outputs, RecipeChanges.NONE);
  }

  @Test
  void takesADirectoryAsItIs() {
    Image image = images.find(Optional.of(directory.toString()), outputs, RecipeChanges.NONE);

    assertEquals(new Image.Directory(directory), image);
  }

  @Test
  void findsANameInTheOutputDirectory() throws IOException {
    Files.createDirectory(outputs.resolve("web"));

    assertEquals(
        new Image.Directory(outputs.resolve("web")),
        images.find(Optional.of("web"), outputs, RecipeChanges.NONE));
  }

  @Test
  void findsWhatWasBuiltLast() throws IOException {
    Files.createDirectory(outputs.resolve("web"));
    Files.createSymbolicLink(outputs.resolve("latest"), Path.of("web"));

    assertEquals(
        new Image.Directory(outputs.resolve("web")),
        images.find(Optional.empty(), outputs, RecipeChanges.NONE));
  }

  @Test
  void saysThatNothingWasBuiltYet() {
    Failure failure =
        assertThrows(
            Failure.class, () -> images.find(Optional.empty(), outputs, RecipeChanges.NONE));

    assertEquals("there is none in " + outputs, failure.why());
    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
  }

  @Test
  void onlyRecipesAreChanged() throws IOException {
    RecipeChanges changes =
        new RecipeChanges(List.of(), List.of("image.name=db"), List.of("release=bookworm"));
    Path recipe = recipe("directory");
    Files.writeString(
        recipe, "[matrix]\nrelease = ['trixie', 'bookworm']\n", StandardOpenOption.APPEND);

    images.find(Optional.of(recipe.toString()), outputs, changes);
    Failure failure =
        assertThrows(
            Failure.class, () -> images.find(Optional.of(directory.toString()), outputs, changes));

    assertEquals(List.of("db-bookworm"), built);
    assertEquals("cannot change " + directory, failure.what());
  }

  @Test
  void saysWhereItHasLookedForAName() {
    Failure failure =
        assertThrows(
            Failure.class, () -> images.find(Optional.of("nonsuch"), outputs, RecipeChanges.NONE));

    assertEquals(
        "there is no image of that name in " + outputs + " or " + directory.resolve("machines"),
        failure.why());
  }

  private Path recipe(String output) throws IOException {
    return Files.writeString(directory.resolve("web.toml"), RECIPE.formatted(output));
  }
}
