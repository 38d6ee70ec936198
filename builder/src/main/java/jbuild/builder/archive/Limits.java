package jbuild.builder.archive;

/**
 * How much an archive may ask of the host before it is refused.
 *
 * @param bytes of all its members together, expanded
 * @param members how many there may be
 * @param ratio of expanded to compressed bytes, where more than the free bytes are expanded
 * @param free how many bytes may be expanded at any ratio
 * @param anyDevice whether device nodes other than those of every Unix are made
 */
public record Limits(long bytes, long members, int ratio, long free, boolean anyDevice) {
  private static final long GIB = 1L << 30;

  /** For images: generous, but it ends. */
  public static final Limits STANDARD = new Limits(256 * GIB, 2_000_000, 200, GIB, false);

  public Limits {
    if (bytes < 0 || members < 0 || ratio < 1 || free < 0) {
      throw new IllegalArgumentException("no limits: " + bytes + ", " + members + ", " + ratio);
    }
  }

  /** For archives that jbuild or the user made of a tree with devices of its own. */
  public Limits withAnyDevice() {
    return new Limits(bytes, members, ratio, free, true);
  }
}
