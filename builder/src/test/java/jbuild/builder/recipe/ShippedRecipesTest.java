package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes that jbuild ships, held against the distributions that it ships. */
class ShippedRecipesTest {
  @ParameterizedTest
  @ValueSource(strings = {"debian", "fedora", "centos", "opensuse"})
  void isCalledLikeItsDistributionAndHasNoMistake(String name) {
    Path file = Path.of("..", "recipes", name + ".toml");

    Recipe recipe = new RecipeReader(new DistributionProfiles(), Map.of()).read(file);

    assertEquals(name, recipe.image().name());
    assertEquals(name, recipe.distribution().name());
  }
}
