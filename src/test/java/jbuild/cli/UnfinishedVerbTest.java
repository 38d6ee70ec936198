package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnfinishedVerbTest {
  private static final String BUILD = "  fix: build again; what was there before is still there";

  @Test
  void saysWhatDidNotEndAndWhatIsLeftOfIt() {
    assertEquals(
        List.of(
            "error: 'jbuild export-raw' did not end",
            "  why: jbuild was told to end before",
            "  fix: start it again; no half file is left, and one that was there before still is"),
        UnfinishedVerb.of("--debug", "export-raw", "web", "clone").lines());
  }

  @ParameterizedTest
  @CsvSource({"build web.toml", "web.toml", "--output-dir=out web.toml", "--debug"})
  void isABuildWhereNoVerbIsNamed(String line) {
    List<String> lines = UnfinishedVerb.of(line.split(" ")).lines();

    assertAll(
        () -> assertEquals("error: the build did not end", lines.get(0)),
        () -> assertEquals(BUILD, lines.get(2)));
  }

  @Test
  void saysNotMoreThanOtherProgramsWhereItIsThem() {
    assertEquals(
        List.of("Interrupted before the end."), UnfinishedVerb.of("machinectl", "clone").lines());
  }
}
