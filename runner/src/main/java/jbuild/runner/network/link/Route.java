package jbuild.runner.network.link;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * A route of one namespace.
 *
 * @param gateway empty where the destination is on the link itself
 * @param link the index of the link it leads over; 0 where it leads nowhere
 * @param table its number: 254 is the main one, 255 the local one
 * @param type of rtnetlink(7): 1 is an ordinary one, 2 leads to an address of this namespace
 * @param metric the smaller one wins; 0 lets the kernel choose
 * @param onLink whether the gateway is taken to be on the link though no network says so
 */
public record Route(
    Prefix destination,
    Optional<InetAddress> gateway,
    int link,
    int table,
    int type,
    int metric,
    boolean onLink) {
  public static final int MAIN_TABLE = 254;
  public static final int LOCAL_TABLE = 255;
  public static final int UNICAST = 1;

  private static final Prefix ALL_IPV4 = new Prefix(Prefix.address(new byte[Integer.BYTES]), 0);
  private static final Prefix ALL_IPV6 = new Prefix(Prefix.address(new byte[16]), 0);

  public Route {
    Objects.requireNonNull(destination);
    Objects.requireNonNull(gateway);
  }

  /** To everywhere, by a gateway on one of the link's networks. */
  public static Route everywhere(Link link, InetAddress gateway) {
    Prefix all = gateway.getAddress().length == Integer.BYTES ? ALL_IPV4 : ALL_IPV6;
    return new Route(all, Optional.of(gateway), link.index(), MAIN_TABLE, UNICAST, 0, false);
  }

  /** To what is on the link itself. */
  public static Route onLink(Link link, Prefix destination) {
    return new Route(destination, Optional.empty(), link.index(), MAIN_TABLE, UNICAST, 0, false);
  }

  /** The same with another metric. */
  public Route withMetric(int other) {
    return new Route(destination, gateway, link, table, type, other, onLink);
  }

  /** The same, whose gateway need not be on one of the link's networks. */
  public Route withGatewayOnLink() {
    return new Route(destination, gateway, link, table, type, metric, true);
  }

  /** Whether packets take it that have no better one: the host's way out. */
  public boolean isDefault() {
    return destination.length() == 0 && type == UNICAST && link != 0;
  }
}
