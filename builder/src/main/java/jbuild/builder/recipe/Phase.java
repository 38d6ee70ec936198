package jbuild.builder.recipe;

import java.util.Optional;
import java.util.stream.Stream;

/** When a script of a recipe runs. */
public enum Phase {
  BEFORE_BOOTSTRAP("before-bootstrap"),
  AFTER_BOOTSTRAP("after-bootstrap"),
  AFTER_PACKAGES("after-packages"),
  LAST("last");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  static Optional<Phase> named(String word) {
    return Stream.of(values()).filter(phase -> phase.word.equals(word)).findFirst();
  }

  /** As recipes write it. */
  @Override
  public String toString() {
    return word;
  }
}
