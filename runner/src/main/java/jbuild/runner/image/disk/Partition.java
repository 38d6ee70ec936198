package jbuild.runner.image.disk;

/**
 * One partition of a disk image.
 *
 * @param number counted from 1, as tools do
 * @param start in bytes
 * @param attributes of GPT; zero with MBR
 * @param label for people; where a partition is there in several versions, it has the version
 */
record Partition(
    int number, PartitionUse use, long start, long size, long attributes, String label) {
  private static final long NO_AUTO = 1L << 63;
  private static final long READ_ONLY = 1L << 60;
  private static final long GROW = 1L << 59;

  /** Whether it is not to be found by its type. */
  boolean isHidden() {
    return (attributes & NO_AUTO) != 0;
  }

  boolean isReadOnly() {
    return (attributes & READ_ONLY) != 0;
  }

  /** Whether its file system is to fill it. */
  boolean isGrowing() {
    return (attributes & GROW) != 0;
  }

  long end() {
    return start + size;
  }
}
