package jbuild.runner.network.pool;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.network.link.Prefix;

/**
 * A private IPv4 network that nothing taken overlaps with: the first one from where a hash says.
 *
 * <p>The pools are those of RFC 1918 in the order in which systemd-networkd has them.
 */
final class FreeNetwork {
  private static final List<Prefix> POOLS =
      List.of(prefix(192, 168, 0, 16), prefix(172, 16, 0, 12), prefix(10, 0, 0, 8));

  /** What other programs, and routers at home, will want sooner or later. */
  private static final List<Prefix> POPULAR =
      List.of(
          prefix(192, 168, 0, 24),
          prefix(192, 168, 1, 24),
          prefix(192, 168, 122, 24), // libvirt
          prefix(172, 17, 0, 16), // docker, up to 172.31
          prefix(172, 18, 0, 15),
          prefix(172, 20, 0, 14),
          prefix(172, 24, 0, 13));

  private final List<Taken> taken;

  FreeNetwork(List<Taken> taken) {
    this.taken = taken;
  }

  private static Prefix prefix(int first, int second, int third, int length) {
    return new Prefix(AddressNumbers.ipv4((long) first << 24 | second << 16 | third << 8), length);
  }

  /** Empty when there is none. */
  Optional<Prefix> find(int length, long hash) {
    List<Taken> unwanted = new ArrayList<>(taken);
    for (Prefix popular : POPULAR) {
      unwanted.add(new Taken(popular, ""));
    }
    Optional<Prefix> quiet = find(length, hash, unwanted);
    return quiet.isPresent() ? quiet : find(length, hash, taken);
  }

  private static Optional<Prefix> find(int length, long hash, List<Taken> taken) {
    for (Prefix pool : POOLS) {
      Optional<Prefix> free = find(pool, length, hash, taken);
      if (free.isPresent()) {
        return free;
      }
    }
    return Optional.empty();
  }

  private static Optional<Prefix> find(Prefix pool, int length, long hash, List<Taken> taken) {
    long first = AddressNumbers.number((Inet4Address) pool.network());
    long size = size(length);
    long count = size(pool.length()) / size;
    long index = Long.remainderUnsigned(hash, count);
    long tried = 0;
    while (tried < count) {
      Prefix candidate = new Prefix(AddressNumbers.ipv4(first + index * size), length);
      long end = endOfTaken(candidate, taken);
      if (end == 0) {
        return Optional.of(candidate);
      }
      // In one step over all that is taken: a pool has a million networks of 16 addresses.
      long next = Math.min(count, (end - first + size - 1) / size);
      tried += next - index;
      index = next == count ? 0 : next;
    }
    return Optional.empty();
  }

  /** The first address after all that overlap; 0 when none does. */
  private static long endOfTaken(Prefix candidate, List<Taken> taken) {
    long end = 0;
    for (Taken one : taken) {
      if (one.excludes(candidate)) {
        Prefix prefix = one.prefix();
        long start = AddressNumbers.number((Inet4Address) prefix.network());
        end = Math.max(end, start + size(prefix.length()));
      }
    }
    return end;
  }

  private static long size(int length) {
    return 1L << (Integer.SIZE - length);
  }
}
