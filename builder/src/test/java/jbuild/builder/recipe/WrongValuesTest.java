package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.language.RecipeRequest;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever key it is: a value that it cannot have is shown in its line, with what it can be. */
class WrongValuesTest {
  private static final List<String> VALUES =
      List.of("1979-05-27", "2.5", "-1", "[[[]]]", "[1979-05-27]");

  private final RecipeReader reader = new RecipeReader(new DistributionProfiles());

  @TempDir Path directory;

  @Test
  void areShownForEveryKey() {
    assertAll(Key.all().stream().flatMap(key -> VALUES.stream().map(v -> () -> refuses(key, v))));
  }

  @Test
  void areGoldenForMostKeys() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("../test-images/broken-recipes"))) {
      for (Path file : files.filter(any -> any.toString().endsWith(".expected")).toList()) {
        texts.add(Files.readString(file));
      }
    }
    long shown =
        Key.all().stream()
            .filter(key -> texts.stream().anyMatch(text -> text.contains("'" + key.path() + "'")))
            .count();

    assertTrue(texts.size() >= 150, texts.size() + " broken recipes");
    assertTrue(shown >= 95, shown + " keys");
  }

  private void refuses(Key<?> key, String value) throws IOException {
    String text = key.table().header() + "\n" + key.name() + " = " + value + "\n";
    Path file = Files.writeString(directory.resolve("web.toml"), text);

    Failure failure = assertThrows(Failure.class, () -> reader.readAll(RecipeRequest.of(file)));

    assertTrue(
        failure.details().stream()
            .anyMatch(shown -> shown.contains(file + ":2:") && shown.contains("\n  " + key.name())),
        () -> text + failure.details());
  }
}
