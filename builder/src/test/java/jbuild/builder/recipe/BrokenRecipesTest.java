package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.language.RecipeRequest;
import jbuild.builder.recipe.language.Source;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each recipe of test-images/broken-recipes is refused with the text in the file beside it. Where
 * there is one with words too, they are what the command line says, one on each line.
 */
class BrokenRecipesTest {
  private static final Path DIRECTORY = Path.of("../test-images/broken-recipes");
  private static final Duration SOON = Duration.ofSeconds(20);

  private final RecipeReader reader = new RecipeReader(new DistributionProfiles());

  @TempDir Path temporary;

  static Stream<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .filter(file -> file.toString().endsWith(".toml"))
          // What somebody has for himself beside one of them.
          .filter(file -> !file.toString().endsWith(".local.toml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void areRefusedWithEveryProblemAndItsPlace(Path recipe) throws IOException {
    String expected = Files.readString(Path.of(recipe.toString().replace(".toml", ".expected")));

    Failure failure = refused(request(recipe));

    assertEquals(expected, shown(failure));
    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
  }

  @Test
  void areRefusedBeforeTheyAreParsedWhenTheyAreLargerThanRecipesCanBe() throws IOException {
    Path recipe = write("[image]\nname = \"" + "a".repeat(2 * 1024 * 1024) + "\"\n");

    Failure failure = refused(recipe);

    assertEquals(
        recipe
            + """
            :1:1: the file is larger than 1 MiB
              [image]
              ^ move large contents into files, as source of [[files]]\
            """,
        failure.details().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a=", "a.", "[a,", "{a=["})
  void areRefusedSoonHoweverDeepTheyNest(String level) throws IOException {
    Path recipe = write("x = " + level.repeat(10_000));

    assertEquals(ExitStatus.WRONG_USAGE, refused(recipe).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = 1\n", "[[files]]\n", "'", "\"\\", "#", "[a]\nb=[\n", "a=1,", "9"})
  void areRefusedSoonHoweverLongTheyAre(String part) throws IOException {
    Path recipe = write(part.repeat(Source.LARGEST / part.length()));

    assertEquals(ExitStatus.WRONG_USAGE, refused(recipe).status());
  }

  @Test
  void areRefusedSoonWhenAllOfTheirLinesAreWrong() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      lines.add("key" + i + " = 1");
    }

    Failure failure = refused(write(String.join("\n", lines)));

    assertAll(
        () -> assertEquals("there are 1000 problems in it or more", failure.why()),
        () -> assertEquals(101, failure.details().size()));
  }

  @Test
  void areRefusedWhenTheyAreNoFiles() {
    assertAll(
        () -> assertEquals("it is not a file", refused(temporary).why()),
        () -> assertEquals("it is not a file", refused(Path.of("/dev/zero")).why()),
        () -> assertEquals("there is no such file", refused(temporary.resolve("x")).why()));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(temporary.resolve("recipe.toml"), text);
  }

  private static RecipeRequest request(Path recipe) throws IOException {
    Path file = Path.of(recipe.toString().replace(".toml", ".words"));
    List<String> words = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return new RecipeRequest(
        recipe, of("--profile=", words), of("--set=", words), of("--cell=", words));
  }

  private static List<String> of(String option, List<String> words) {
    return words.stream()
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .toList();
  }

  private Failure refused(Path recipe) {
    return refused(RecipeRequest.of(recipe));
  }

  private Failure refused(RecipeRequest request) {
    return assertTimeout(
        SOON,
        () ->
            assertThrows(
                Failure.class, () -> reader.readAll(request), "accepted " + request.file()));
  }

  private static String shown(Failure failure) {
    List<String> lines = new ArrayList<>(failure.details());
    lines.add("error: " + failure.what());
    lines.add("  why: " + failure.why());
    lines.add("  fix: " + failure.fix());
    return (String.join("\n", lines) + "\n").replace(DIRECTORY + "/", "");
  }
}
