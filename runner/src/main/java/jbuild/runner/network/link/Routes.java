package jbuild.runner.network.link;

import static jbuild.runner.network.link.Addresses.AF_INET;
import static jbuild.runner.network.link.Addresses.AF_INET6;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkAttributes;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.linux.NetlinkMessage;

/** The routes of a network namespace; see rtnetlink(7). */
public final class Routes {
  /** What a {@link jbuild.runner.linux.NetlinkListener} joins to hear of routes of IPv4. */
  public static final int GROUP_IPV4 = 7;

  public static final int GROUP_IPV6 = 11;

  private static final int RTM_NEWROUTE = 24;
  private static final int RTM_DELROUTE = 25;
  private static final int RTM_GETROUTE = 26;
  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_PRIORITY = 6;
  private static final int RTA_MULTIPATH = 9;
  private static final int RTA_TABLE = 15;
  private static final int RTA_VIA = 18;
  private static final int RTM_F_CLONED = 0x200;
  private static final int RTNH_F_ONLINK = 4;
  private static final int RTPROT_STATIC = 4;
  private static final int SCOPE_LINK = 253;
  private static final int TABLE_COMPAT = 252;
  private static final int TABLE_BYTE = 255;

  // struct rtmsg: family, two lengths, service, table, protocol, scope, type, then the flags.
  private static final int HEADER = 12;
  private static final int LENGTH_AT = 1;
  private static final int TABLE_AT = 4;
  private static final int TYPE_AT = 7;
  private static final int FLAGS_AT = 8;

  // struct rtnexthop: length, flags, hops, the index of the link.
  private static final int NEXT_HOP = 8;
  private static final int NEXT_HOP_FLAGS_AT = 2;
  private static final int NEXT_HOP_LINK_AT = 4;

  private final Netlink netlink;

  Routes(Netlink netlink) {
    this.netlink = netlink;
  }

  /** All of both families and all tables; one with several ways is several. */
  public List<Route> list() {
    List<Route> routes = new ArrayList<>();
    NetlinkMessage message =
        new NetlinkMessage(RTM_GETROUTE, 0).header32(0).header32(0).header32(0);
    for (NetlinkAnswer answer : netlink.dump(message, "list the routes")) {
      routes.addAll(routes(answer));
    }
    return List.copyOf(routes);
  }

  /** Adds a route, if there is none like it already. */
  public void add(Route route) {
    try {
      netlink.request(
          request(RTM_NEWROUTE, NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE, route),
          "add the route to " + route.destination());
    } catch (NetlinkFailure e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /** Removes a route, if it is there. */
  public void remove(Route route) {
    try {
      netlink.request(
          request(RTM_DELROUTE, 0, route), "remove the route to " + route.destination());
    } catch (NetlinkFailure e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }

  private static NetlinkMessage request(int type, int flags, Route route) {
    boolean direct = route.gateway().isEmpty();
    NetlinkMessage message =
        new NetlinkMessage(type, flags)
            .header8(route.destination().isIpv4() ? AF_INET : AF_INET6)
            .header8(route.destination().length())
            .header8(0)
            .header8(0)
            .header8(route.table() > TABLE_BYTE ? TABLE_COMPAT : route.table())
            .header8(RTPROT_STATIC)
            .header8(direct && route.destination().isIpv4() ? SCOPE_LINK : 0)
            .header8(route.type())
            .header32(route.onLink() ? RTNH_F_ONLINK : 0)
            .u32(RTA_TABLE, route.table())
            .bytes(RTA_DST, route.destination().network().getAddress());
    if (route.link() != 0) {
      message.u32(RTA_OIF, route.link());
    }
    if (route.metric() != 0) {
      message.u32(RTA_PRIORITY, route.metric());
    }
    route.gateway().ifPresent(gateway -> message.bytes(RTA_GATEWAY, gateway.getAddress()));
    return message;
  }

  /** The routes that a message is about; none for messages about other things. */
  public static List<Route> routes(NetlinkAnswer answer) {
    int family = answer.header8(0);
    boolean known = family == AF_INET || family == AF_INET6;
    if (!known || !isAboutRoutes(answer) || (answer.header32(FLAGS_AT) & RTM_F_CLONED) != 0) {
      return List.of();
    }
    NetlinkAttributes attributes = answer.attributes(HEADER);
    int flags = answer.header32(FLAGS_AT);
    if (!attributes.has(RTA_MULTIPATH)) {
      return List.of(route(answer, attributes, attributes, attributes.u32(RTA_OIF, 0), flags));
    }
    List<Route> routes = new ArrayList<>();
    byte[] hops = attributes.bytes(RTA_MULTIPATH);
    ByteBuffer fields = ByteBuffer.wrap(hops).order(ByteOrder.nativeOrder());
    int at = 0;
    while (at + NEXT_HOP <= hops.length) {
      int length = Short.toUnsignedInt(fields.getShort(at));
      if (length < NEXT_HOP || at + length > hops.length) {
        break;
      }
      NetlinkAttributes hop =
          NetlinkAttributes.of(Arrays.copyOfRange(hops, at + NEXT_HOP, at + length));
      int link = fields.getInt(at + NEXT_HOP_LINK_AT);
      routes.add(route(answer, attributes, hop, link, fields.get(at + NEXT_HOP_FLAGS_AT)));
      at += length + Integer.BYTES - 1 & -Integer.BYTES;
    }
    return List.copyOf(routes);
  }

  private static boolean isAboutRoutes(NetlinkAnswer answer) {
    return answer.type() == RTM_NEWROUTE || answer.type() == RTM_DELROUTE;
  }

  private static Route route(
      NetlinkAnswer answer, NetlinkAttributes all, NetlinkAttributes hop, int link, int flags) {
    int size = answer.header8(0) == AF_INET ? Integer.BYTES : 16;
    // A default route has no destination.
    byte[] destination = Arrays.copyOf(all.bytes(RTA_DST), size);
    return new Route(
        new Prefix(
            Prefix.address(destination), Math.min(answer.header8(LENGTH_AT), size * Byte.SIZE)),
        gateway(hop),
        link,
        all.u32(RTA_TABLE, answer.header8(TABLE_AT)),
        answer.header8(TYPE_AT),
        all.u32(RTA_PRIORITY, 0),
        (flags & RTNH_F_ONLINK) != 0);
  }

  /** One of the other family stands after two bytes that say so. */
  private static Optional<InetAddress> gateway(NetlinkAttributes hop) {
    byte[] bytes = hop.bytes(RTA_GATEWAY);
    byte[] via = hop.bytes(RTA_VIA);
    if (bytes.length == 0 && via.length > Short.BYTES) {
      bytes = Arrays.copyOfRange(via, Short.BYTES, via.length);
    }
    return bytes.length == Integer.BYTES || bytes.length == 16
        ? Optional.of(Prefix.address(bytes))
        : Optional.empty();
  }
}
