package jbuild.builder.recipe.language;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinimumVersionTest {
  @ParameterizedTest
  @CsvSource({"0.5, 0.5", "0.5, 0.4.9", "0.10, 0.9", "1, 0.99.99", "0.5.0, 0.5", "1-SNAPSHOT, 1"})
  void takesWhatItIsNewEnoughFor(String present, String needed) {
    assertDoesNotThrow(() -> check(present, needed));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.5.1", "0.9, 0.10", "0.99, 1", "0.1.0, 999999"})
  void refusesWhatItIsTooOldFor(String present, String needed) {
    RecipeFailure failure = assertThrows(RecipeFailure.class, () -> check(present, needed));

    String shown = failure.details().get(0);
    assertTrue(
        shown.contains("this recipe needs jbuild " + needed + " or newer; this is " + present),
        shown);
  }

  @ParameterizedTest
  @CsvSource({"0.5, new", "0.5, 1.", "0.5, -1", "0.5, 99999999999", "0.5, ''"})
  void leavesWhatIsNoVersionToOthers(String present, String needed) {
    assertDoesNotThrow(() -> check(present, needed));
  }

  @Test
  void knowsItsOwnVersion() {
    Problems problems = new Problems(source("image.minimum-version = '0.1'"));

    assertDoesNotThrow(
        () ->
            MinimumVersion.ofThisProgram()
                .check(problems, document(source("image.minimum-version = '0.1'"))));
  }

  private static void check(String present, String needed) {
    Source source = source("image.minimum-version = '" + needed + "'");
    new MinimumVersion(present).check(new Problems(source), document(source));
  }

  private static Source source(String text) {
    return new Source(Path.of("web.toml"), text);
  }

  private static Node.Fields document(Source source) {
    return (Node.Fields) Node.of(Toml.parse(source), Origin.of(source));
  }
}
