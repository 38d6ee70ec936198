package jbuild.runner.settings;

/**
 * The range of host users that a machine's users are.
 *
 * @param base the host's number of the machine's root
 * @param size how many users there are, counted from root
 */
public record UserNamespace(long base, long size) {
  /** As many as user databases may have on every system. */
  public static final long USUAL_SIZE = 0x10000;

  private static final long LARGEST = 0xFFFF_FFFFL;

  public UserNamespace {
    if (base < 0 || size < 1 || base + size > LARGEST) {
      throw new IllegalArgumentException("not a range of users: " + base + "+" + size);
    }
  }
}
