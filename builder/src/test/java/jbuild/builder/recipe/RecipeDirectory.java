package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.language.RecipeRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory with recipes, and what they come to. */
abstract class RecipeDirectory {
  static final String WEB =
      """
      [image]
      name = "web"

      [distribution]
      name = "debian"
      release = "trixie"
      """;

  @TempDir Path directory;
  Path recipe;
  RecipeReader reader;

  @BeforeEach
  void prepare() {
    recipe = directory.resolve("web.toml");
    Map<String, String> environment =
        Map.of("HOME", directory.resolve("home").toString(), "COLOR", "blue");
    reader = new RecipeReader(new DistributionProfiles(), environment);
  }

  static Optional<String> line(String text, String start) {
    return text.lines().filter(line -> line.startsWith(start + " ")).findFirst();
  }

  static String arch(String name) {
    return "distribution.architecture=" + name;
  }

  static String dotted() {
    return """
    image.name = "web"
    distribution.name = "debian"
    distribution.release = "trixie"
    """;
  }

  RecipeRequest request(List<String> profiles, List<String> sets, List<String> cells) {
    return new RecipeRequest(recipe, profiles, sets, cells);
  }

  String only() {
    return only(RecipeRequest.of(recipe));
  }

  String only(RecipeRequest request) {
    List<String> texts = reader.effective(request, false);
    assertEquals(1, texts.size());
    return texts.get(0);
  }

  void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
