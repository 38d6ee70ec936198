package jbuild.builder.disk.boot;

/**
 * Where a FAT file system goes in a file, and how it is told from others.
 *
 * @param start in bytes, on a whole sector
 * @param size in bytes, whole KiB
 */
public record FatPlace(long start, long size, int volumeId) {
  public FatPlace {
    if (start < 0 || start % 512 != 0 || size <= 0 || size % 1024 != 0) {
      throw new IllegalArgumentException("no place for a partition: " + start + " " + size);
    }
  }
}
