package jbuild.runner.linux;

import java.util.List;
import java.util.OptionalLong;

/**
 * Which users, or groups, of the host those of a namespace are. A map that exists is one the kernel
 * takes; see user_namespaces(7).
 */
public record IdMap(List<Extent> extents) {
  private static final int MOST_EXTENTS = 340;
  private static final int PAGE = 4096;

  /** All that an id can be, but for the last number, which means none. */
  private static final long IDS = 0xFFFF_FFFFL;

  /**
   * Consecutive ids.
   *
   * @param inside the first one's number in the namespace
   * @param outside the first one's number on the host
   */
  public record Extent(long inside, long outside, long count) {
    public Extent {
      if (!isValid(inside, outside, count)) {
        throw new IllegalArgumentException(
            "not an extent of ids: " + inside + " " + outside + " " + count);
      }
    }

    public static boolean isValid(long inside, long outside, long count) {
      return count > 0 && fits(inside, count) && fits(outside, count);
    }

    private static boolean fits(long first, long count) {
      return first >= 0 && first < IDS && count <= IDS - first;
    }

    private boolean overlaps(Extent other) {
      return overlap(inside, count, other.inside, other.count)
          || overlap(outside, count, other.outside, other.count);
    }

    private static boolean overlap(long one, long size, long other, long otherSize) {
      return one < other + otherSize && other < one + size;
    }
  }

  public IdMap {
    if (!isValid(extents)) {
      throw new IllegalArgumentException("not a map of ids: " + extents);
    }
    extents = List.copyOf(extents);
  }

  /** Whether the kernel takes them together: some, not too many, and no id twice on a side. */
  public static boolean isValid(List<Extent> extents) {
    if (extents.isEmpty() || extents.size() > MOST_EXTENTS || text(extents).length() >= PAGE) {
      return false;
    }
    for (int i = 0; i < extents.size(); i++) {
      for (int other = 0; other < i; other++) {
        if (extents.get(i).overlaps(extents.get(other))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Ids from 0 on, which are those from the base on outside. */
  public static IdMap of(long base, long size) {
    return new IdMap(List.of(new Extent(0, base, size)));
  }

  /** The host's number of an id inside, if it has one. */
  public OptionalLong outside(long inside) {
    for (Extent extent : extents) {
      long distance = inside - extent.inside();
      if (distance >= 0 && distance < extent.count()) {
        return OptionalLong.of(extent.outside() + distance);
      }
    }
    return OptionalLong.empty();
  }

  /** As {@code /proc/PID/uid_map} takes it. */
  public String toText() {
    return text(extents);
  }

  private static String text(List<Extent> extents) {
    StringBuilder text = new StringBuilder();
    for (Extent extent : extents) {
      text.append(extent.inside()).append(' ').append(extent.outside()).append(' ');
      text.append(extent.count()).append('\n');
    }
    return text.toString();
  }
}
