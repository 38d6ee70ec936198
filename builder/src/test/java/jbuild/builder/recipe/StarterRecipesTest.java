package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.Release;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarterRecipesTest {
  private final DistributionProfiles profiles = new DistributionProfiles();
  private final StarterRecipes starters = new StarterRecipes(profiles);
  private final RecipeReader reader = new RecipeReader(profiles);

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "debian, debian-trixie, trixie",
    "debian:oldstable, debian-bookworm, bookworm",
    "debian:sid, debian-sid, sid",
    "ubuntu, ubuntu-resolute, resolute",
    "arch, arch-rolling, rolling"
  })
  void aDistributionIsARecipe(String word, String name, String release) {
    assertTrue(starters.has(Path.of(word)));

    Recipe recipe = reader.read(Path.of(word));

    assertEquals(name, recipe.image().name());
    assertEquals(release, recipe.distribution().release());
    assertEquals(word.replaceFirst(":.*", ""), recipe.system().hostname());
  }

  @Test
  void itIsTheSameAsTheRecipeThatIsWritten() throws IOException {
    for (String name : profiles.names()) {
      DistributionProfile profile = profiles.find(name).orElseThrow();
      for (Release release : profile.releases()) {
        Path file = directory.resolve(name + "-" + release.name() + ".toml");
        new NewRecipe(file).write(starters.text(name, Optional.of(release.name())));

        assertEquals(reader.read(Path.of(name + ":" + release.name())), reader.read(file));
      }
    }
  }

  @Test
  void neverWritesOverAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("recipe.toml"), "mine");

    Failure failure = assertThrows(Failure.class, () -> new NewRecipe(file).write("new"));

    assertEquals("it exists already, and may be somebody's work", failure.why());
    assertEquals("mine", Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          debain:trixie  | there is no distribution "debain"          | did you mean 'debian'?
          debian:trixi   | there is no release of debian "trixi"      | did you mean 'trixie'?
          arch:rollling  | there is no release of arch "rollling"     | did you mean 'rolling'?
          """)
  void suggestsTheNearest(String word, String why, String fix) {
    Failure failure = assertThrows(Failure.class, () -> reader.read(Path.of(word)));

    assertEquals(why, failure.why());
    assertTrue(failure.fix().startsWith(fix + " known: "), failure.fix());
  }

  @ParameterizedTest
  @CsvSource({"debain,debian", "Debian,debian", "debian:,debian", "Fedroa:,fedora"})
  void suggestsADistributionInPlaceOfAFileThatIsNotThere(String word, String meant) {
    Failure failure = assertThrows(Failure.class, () -> reader.read(Path.of(word)));

    assertEquals("there is no such file, and no such distribution", failure.why());
    assertEquals("did you mean '" + meant + "'? Else pass the path of a recipe", failure.fix());
  }

  @Test
  void aReleaseMayStandBehindItsDistribution() {
    assertEquals(
        starters.text("debian", Optional.of("trixie")),
        starters.text("debian:trixie", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"debain", "debian.toml", "./debian", "/debian", "Debian", "-debian"})
  void otherWordsAreFiles(String word) {
    assertFalse(starters.has(Path.of(word)));
  }
}
