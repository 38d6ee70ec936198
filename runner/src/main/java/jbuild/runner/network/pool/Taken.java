package jbuild.runner.network.pool;

import java.util.Objects;

/**
 * Addresses that are in use, or that the host reaches elsewhere.
 *
 * @param prefix all of them
 * @param by who has them, in words: "a route through wg0"
 */
public record Taken(Prefix prefix, String by) {
  /**
   * Shorter ones are default routes: those that VPNs cut in halves or more, and those that RFC 4193
   * wants routers to have for all local addresses.
   */
  private static final int SHORTEST_IPV4 = 8;

  private static final int SHORTEST_IPV6 = 16;

  public Taken {
    Objects.requireNonNull(prefix);
    Objects.requireNonNull(by);
  }

  /** Whether it keeps others from having the addresses. */
  boolean excludes(Prefix other) {
    int shortest = prefix.isIpv4() ? SHORTEST_IPV4 : SHORTEST_IPV6;
    return prefix.length() >= shortest && prefix.overlaps(other);
  }

  @Override
  public String toString() {
    return prefix + ", " + by;
  }
}
