package jbuild.builder.recipe;

import java.util.Optional;
import java.util.stream.Stream;

/** What a partition beside the root is for. */
public enum PartitionUse {
  HOME("home"),
  SRV("srv"),
  VAR("var"),
  TMP("tmp"),
  SWAP("swap");

  private final String word;

  PartitionUse(String word) {
    this.word = word;
  }

  static Optional<PartitionUse> named(String word) {
    return Stream.of(values()).filter(use -> use.word.equals(word)).findFirst();
  }

  /** As recipes write it. */
  @Override
  public String toString() {
    return word;
  }
}
