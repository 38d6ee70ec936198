package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void leavesWhatFollowsTheDashesToThePayload() {
    Words words = Words.of("run", "web", "--", "ls", "--", "-l");

    assertEquals(new Words(List.of("run", "web"), List.of("ls", "--", "-l")), words);
  }

  @Test
  void keepsTheDashesOfVerbsThatStartNothing() {
    Words words = Words.of("check", "--", "-strange.toml");

    assertEquals(new Words(List.of("check", "--", "-strange.toml"), List.of()), words);
  }

  @Test
  void takesAVerbAfterTheDashesForAWordOfThePayload() {
    Words words = Words.of("web.toml", "--", "boot");

    assertEquals(new Words(List.of("web.toml", "--", "boot"), List.of()), words);
  }

  @Test
  void completesOptionsThatWouldTakeTheNextWordForTheirValue() {
    Words words = Words.of("run", "--volatile", "web", "--private-users", "--", "--volatile");

    assertEquals(
        new Words(
            List.of("run", "--volatile=yes", "web", "--private-users=yes"), List.of("--volatile")),
        words);
  }
}
