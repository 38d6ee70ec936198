package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RecipeReferenceTest {
  @Test
  void thePageInTheRepositoryIsTheOneTheKeysMake() throws IOException {
    Path page = Path.of("../docs/recipe.md");

    assertEquals(RecipeReference.markdown(), Files.readString(page), "copy the expected text");
  }
}
