package jbuild.runner.image.copy;

/** How a copy came to be; which it is, only the file system can say. */
public enum CloneMethod {
  /** Of a subvolume: at once, whatever its size. */
  SNAPSHOT("snapshot"),
  /** File by file, but all content is shared until it is changed. */
  REFLINK("reflink"),
  /** The original itself, with another directory above that takes what is written. */
  OVERLAY("overlay"),
  /** Byte by byte. */
  COPY("copy");

  private final String word;

  CloneMethod(String word) {
    this.word = word;
  }

  /** For people. */
  @Override
  public String toString() {
    return word;
  }
}
