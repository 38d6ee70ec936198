package jbuild.runner.network.nft;

import java.util.List;

/**
 * What of the packet filter a kernel has.
 *
 * @param joined whether one table translates addresses for both IPv4 and IPv6: since Linux 5.2
 * @param owned whether tables end with the socket that made them: since Linux 5.12
 * @param complete whether it knows its own addresses in rules, and how to answer what it rejects:
 *     modules that a small kernel may lack
 */
record Dialect(boolean joined, boolean owned, boolean complete) {
  static final List<Dialect> BEST_FIRST =
      List.of(
          new Dialect(true, true, true),
          new Dialect(true, false, true),
          new Dialect(false, false, true),
          new Dialect(true, true, false),
          new Dialect(true, false, false),
          new Dialect(false, false, false));

  private static final List<Family> JOINED = List.of(Family.INET);
  private static final List<Family> SPLIT = List.of(Family.IPV4, Family.IPV6);

  /** Of the tables that are needed. */
  List<Family> families() {
    return joined ? JOINED : SPLIT;
  }
}
