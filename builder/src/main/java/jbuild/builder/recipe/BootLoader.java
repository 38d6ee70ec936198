package jbuild.builder.recipe;

import java.util.Optional;
import java.util.stream.Stream;

/** What a boot loader finds of a kernel. */
public enum BootLoader {
  /** Kernel, initrd and options each by itself. */
  SYSTEMD_BOOT("systemd-boot"),
  /** All in one program, a unified kernel image. */
  UKI("uki");

  private final String word;

  BootLoader(String word) {
    this.word = word;
  }

  static Optional<BootLoader> named(String word) {
    return Stream.of(values()).filter(loader -> loader.word.equals(word)).findFirst();
  }

  /** As recipes write it. */
  @Override
  public String toString() {
    return word;
  }
}
