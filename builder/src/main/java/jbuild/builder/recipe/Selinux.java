package jbuild.builder.recipe;

import java.util.Optional;
import java.util.stream.Stream;

/** What is done about the labels of SELinux. */
public enum Selinux {
  /** Files get them when the image has a policy. */
  AUTO("auto"),
  /** Files get them, and without a policy there is no image. */
  LABEL("label"),
  /** The first start does it, and starts again. */
  RELABEL_AT_BOOT("relabel-at-boot"),
  OFF("off");

  private final String word;

  Selinux(String word) {
    this.word = word;
  }

  static Optional<Selinux> named(String word) {
    return Stream.of(values()).filter(wish -> wish.word.equals(word)).findFirst();
  }

  /** As recipes write it. */
  @Override
  public String toString() {
    return word;
  }
}
