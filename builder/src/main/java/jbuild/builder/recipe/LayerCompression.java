package jbuild.builder.recipe;

import java.util.Optional;
import java.util.stream.Stream;

/** How layers of an image of OCI are made smaller. */
public enum LayerCompression {
  NONE("none"),
  GZIP("gzip"),
  ZSTD("zstd");

  private final String word;

  LayerCompression(String word) {
    this.word = word;
  }

  static Optional<LayerCompression> named(String word) {
    return Stream.of(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  /** As recipes write it. */
  @Override
  public String toString() {
    return word;
  }
}
