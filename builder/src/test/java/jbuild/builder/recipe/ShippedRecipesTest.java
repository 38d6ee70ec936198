package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.language.RecipeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes that jbuild ships, held against the distributions that it ships. */
class ShippedRecipesTest {
  private final RecipeReader reader = new RecipeReader(new DistributionProfiles(), Map.of());

  @ParameterizedTest
  @ValueSource(strings = {"debian", "ubuntu", "fedora", "centos", "arch", "opensuse"})
  void isCalledLikeItsDistributionAndHasNoMistake(String name) {
    Recipe recipe = reader.read(Path.of("..", "recipes", name + ".toml"));

    assertEquals(name, recipe.image().name());
    assertEquals(name, recipe.distribution().name());
  }

  @Test
  void haveNothingStrangeInThem() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "recipes"))) {
      List<Path> recipes = files.filter(file -> file.toString().endsWith(".toml")).toList();

      assertTrue(recipes.size() >= 9, recipes.toString());
      assertAll(
          recipes.stream()
              .map(
                  file ->
                      () ->
                          assertEquals(
                              List.of(), reader.warnings(RecipeRequest.of(file)), "" + file)));
    }
  }

  @Test
  void theApplianceHasSeveralShapes() {
    Recipe appliance = reader.read(Path.of("..", "recipes", "appliance.toml"));

    assertEquals(
        List.of(OutputFormat.RAW, OutputFormat.TAR_ZST, OutputFormat.OCI),
        appliance.image().outputs());
    assertEquals(List.of("8080:80"), appliance.boot().publish());
    assertTrue(appliance.outputs().disk().boot().isPresent());
  }
}
