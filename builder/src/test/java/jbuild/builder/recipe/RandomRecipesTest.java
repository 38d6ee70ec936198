package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.language.RecipeRequest;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes that say any thing in any place are refused with a place, or read; nothing else. */
class RandomRecipesTest {
  private static final int RECIPES = Integer.getInteger("jbuild.random.recipes", 300);

  private static final List<String> TABLES =
      List.of(
          ("image distribution packages system services boot disk vars matrix profile profile.a"
                  + " profile.a.packages files scripts users disk.partitions oci signature pakages"
                  + " when")
              .split(" "));
  private static final List<String> KEYS =
      List.of(
          ("name include profiles base minimum-version release install remove when append replace"
                  + " enable path content run phase A B exclude distribution profile architecture"
                  + " hostname root-password entrypoint outputs x packages image password use")
              .split(" "));
  private static final List<String> VALUES =
      List.of(
          "'a'",
          "'debian'",
          "'trixie'",
          "'${A}'",
          "'${B}${B}'",
          "'${'",
          "'$${A}'",
          "'${env:X:-y}'",
          "'${image.name}'",
          "''",
          "1",
          "2.5",
          "true",
          "1979-05-27",
          "[]",
          "['a', 'a']",
          "[1, 'b']",
          "['other.toml']",
          "'other.toml'",
          "{}",
          "{distribution = 'debian'}",
          "{release = ['!sid']}",
          "{append = ['a'], remove = ['b']}",
          "{replace = ['${A}']}",
          "{remove = 3}",
          "[{path = '/a'}, {path = '/a', content = ''}]",
          "[{when = {}}]",
          "[[['a']]]",
          "{debian = ['trixie'], ubuntu = []}",
          "[{release = 'trixie'}]",
          "'99'",
          "{hashed = 'x'}",
          "['${A}', '${B}']",
          "'last'",
          "['trixie', 'bookworm', 'a']");

  @TempDir Path directory;
  private Random random;

  @BeforeEach
  void prepare() {
    random = new Random(6);
  }

  @Test
  void areRefusedWithAPlaceOrRead() throws IOException {
    RecipeReader reader = new RecipeReader(new DistributionProfiles());
    Path recipe = directory.resolve("web.toml");
    int refused = 0;
    for (int i = 0; i < RECIPES; i++) {
      String text = document();
      Files.writeString(recipe, text);
      Files.writeString(directory.resolve("other.toml"), document());
      List<String> settings = random.nextInt(4) == 0 ? List.of(setting()) : List.of();
      RecipeRequest request = new RecipeRequest(recipe, List.of(), settings, List.of());
      try {
        reader.effective(request, true);
        reader.readAll(request);
      } catch (Failure failure) {
        refused++;
        assertEquals(ExitStatus.WRONG_USAGE, failure.status(), text);
        assertTrue(
            failure.details().stream().allMatch(shown -> shown.contains(":")), failure::toString);
      } catch (RuntimeException e) {
        fail("recipe " + i + ": " + text, e);
      }
    }
    assertTrue(refused > RECIPES / 2, refused + " are refused");
  }

  private String setting() {
    return any(TABLES) + "." + any(KEYS) + "=" + any(VALUES);
  }

  /** Valid TOML: what is no TOML at all is refused before anything is made of it. */
  private String document() {
    StringBuilder text = new StringBuilder();
    text.append(random.nextInt(4) == 0 ? "" : "image.name = 'web'\n");
    text.append(random.nextInt(4) == 0 ? "" : "distribution = {name = 'debian', ");
    text.append(text.toString().endsWith(" ") ? "release = 'trixie'}\n" : "");
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append("image.").append(KEYS.get(i)).append(" = ").append(any(VALUES)).append('\n');
    }
    Set<String> names = new HashSet<>(Set.of("image", "distribution"));
    for (int i = random.nextInt(6); i >= 0; i--) {
      String table = any(TABLES);
      if (names.add(table.split("\\.")[0])) {
        boolean several = random.nextInt(3) == 0;
        for (int j = several ? random.nextInt(3) : 0; j >= 0; j--) {
          text.append(several ? "[[" : "[").append(table).append(several ? "]]\n" : "]\n");
          keys(text);
        }
      }
    }
    return text.toString();
  }

  private void keys(StringBuilder text) {
    Set<String> names = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = any(KEYS);
      if (names.add(key)) {
        text.append(key).append(" = ").append(any(VALUES)).append('\n');
      }
    }
  }

  private String any(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
