package jbuild.builder.recipe;

import java.util.Optional;
import java.util.stream.Stream;

/** Where a script of a recipe runs. */
public enum ScriptPlace {
  IMAGE("image"),
  HOST("host");

  private final String word;

  ScriptPlace(String word) {
    this.word = word;
  }

  static Optional<ScriptPlace> named(String word) {
    return Stream.of(values()).filter(place -> place.word.equals(word)).findFirst();
  }

  /** As recipes write it. */
  @Override
  public String toString() {
    return word;
  }
}
