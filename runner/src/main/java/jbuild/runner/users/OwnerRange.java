package jbuild.runner.users;

/**
 * The 65536 ids that the owners of a tree are: the lower half of an id says who somebody is, the
 * upper half in which range. That half of the last range marks trees of which not all has moved.
 */
record OwnerRange(long base) {
  static final long SIZE = 0x10000;
  static final OwnerRange BUSY = new OwnerRange(0xFFFE0000L);

  private static final long WHO = 0xFFFF;
  private static final long LAST = 0xFFFF0000L;

  OwnerRange {
    if (!isBase(base)) {
      throw new IllegalArgumentException("not the start of a range of owners: " + base);
    }
  }

  static boolean isBase(long base) {
    return base >= 0 && base < LAST && (base & WHO) == 0;
  }

  /** The range that an id is of. */
  static long baseOf(long id) {
    return id & LAST;
  }

  boolean holds(long id) {
    return baseOf(id) == base;
  }

  /** The same user or group, in this range. */
  long of(long id) {
    return base | id & WHO;
  }
}
