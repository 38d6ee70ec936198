package jbuild.builder.recipe;

import java.util.Optional;
import java.util.stream.Stream;

/** Whether a user may do what root may. */
public enum Sudo {
  NO("no"),
  WITH_PASSWORD("with-password"),
  WITHOUT_PASSWORD("without-password");

  private final String word;

  Sudo(String word) {
    this.word = word;
  }

  static Optional<Sudo> named(String word) {
    return Stream.of(values()).filter(sudo -> sudo.word.equals(word)).findFirst();
  }

  /** As recipes write it. */
  @Override
  public String toString() {
    return word;
  }
}
