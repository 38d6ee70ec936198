package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationsTest {
  private final Explanations explanations = new Explanations();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files.content",
        "content",
        "[[files]].content",
        "files.0.content",
        "profile.debug.files.content",
        "Files.Content"
      })
  void sayWhatAKeyIsHoweverItIsWritten(String word) {
    assertEquals(
        """
        files.content
          What is in it; this, source or link is needed.

          value     a text in quotes
          default   none
          since     0.1
          where     below [[files]]: Files that the recipe brings; one table for each.
                    in a profile: below [[profile.NAME.files]]
                    in the place of: source, link

          [[files]]
          content = "hello\\n"
        """,
        shown(word));
  }

  @Test
  void sayHowListsMerge() {
    assertEquals(
        """
        services.enable
          Units that start with the system.

          value     a list in brackets; each item: the name of a unit, for example ssh.service
          default   []
          since     0.1
          where     below [services]: Which units start with the system.
                    in a profile: below [profile.NAME.services]
                    on the command line: --set services.enable=VALUE
          list      it is added to an inherited one; 'jbuild explain append' edits it

          [services]
          enable = ["ssh.service"]
        """,
        shown("services.enable"));
  }

  @Test
  void listTheKeysOfATable() {
    assertEquals(
        """
        [[groups]]
          Groups that are added; one table for each.
          One is merged over that of an earlier file with the same name.

          groups.name                      What it is called.
          groups.gid                       Its number.
          groups.system                    Whether it is a service's: with a number below 1000.
        """,
        shown("groups"));
  }

  @Test
  void listAllThatAWordCanMean() {
    List<String> lines = explanations.of("mode");

    assertEquals(
        List.of(
            "files.mode                       Who may do what with it.",
            "downloads.mode                   Who may do what with it."),
        lines);
  }

  @ParameterizedTest
  @CsvSource({
    "sytem.timezone, system.timezone",
    "timezoen, system.timezone",
    "image.nmae, image.name",
    "[pakages], packages",
    "files.contnet, files.content"
  })
  void suggestTheNearest(String written, String meant) {
    Failure failure = assertThrows(Failure.class, () -> explanations.of(written));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals("did you mean '" + meant + "'? 'jbuild explain' lists the tables", failure.fix());
  }

  @Test
  void knowEveryWordThatTheyOffer() {
    assertAll(
        explanations.words().stream()
            .map(word -> () -> assertTrue(explanations.of(word).size() > 3, word)));
  }

  @Test
  void haveAnExampleOfEveryKeyThatIsRight() {
    assertEquals(
        List.of(),
        Key.all().stream().filter(key -> KeyExample.of(key).isEmpty()).map(Key::path).toList());
  }

  @Test
  void listAllTables() {
    assertEquals(Table.values().length, explanations.tables().size());
    assertTrue(
        Stream.of(Table.values())
            .allMatch(
                table ->
                    explanations.tables().stream()
                        .anyMatch(line -> line.startsWith(table.header() + " "))));
  }

  private String shown(String word) {
    return String.join("\n", explanations.of(word)) + "\n";
  }
}
