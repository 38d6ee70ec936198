package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuotedWordsTest {
  @Test
  void quotesHoldTogether() {
    assertEquals(
        new QuotedWords(List.of("A=1", "B=two words", "C=x\"y", "D=q r", ""), true),
        QuotedWords.of("A=1 \"B=two words\"\t'C=x\"y' D=\"q r\" ''"));
  }

  @Test
  void backslashesMeanNothing() {
    assertEquals(
        new QuotedWords(List.of("a\\x20b", "c\\", "d"), true), QuotedWords.of("a\\x20b \"c\\\" d"));
  }

  @Test
  void wordsBeforeAnOpenQuoteAreThere() {
    assertEquals(new QuotedWords(List.of("a"), false), QuotedWords.of("a \"b c"));
  }
}
