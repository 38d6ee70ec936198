package jbuild.runner.network.link;

import java.util.Optional;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkAttributes;
import jbuild.runner.linux.NetlinkMessage;

/** Messages of rtnetlink(7) about links, and what they say. */
final class LinkRequests {
  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;
  static final int RTM_SETLINK = 19;
  static final int RTM_NEWLINKPROP = 108;
  static final int RTM_DELLINKPROP = 109;

  static final int IFLA_ADDRESS = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_LINK = 5;
  static final int IFLA_MASTER = 10;
  static final int IFLA_LINKINFO = 18;
  static final int IFLA_NET_NS_FD = 28;
  static final int IFLA_PROP_LIST = 52;
  static final int IFLA_ALT_IFNAME = 53;
  static final int IFLA_INFO_KIND = 1;
  static final int IFLA_INFO_DATA = 2;

  static final int IFF_UP = 0x1;

  private static final int IFLA_EXT_MASK = 29;
  private static final int RTEXT_FILTER_SKIP_STATS = 8;
  private static final int IFLA_MODE = 1;
  private static final int HEADER = 16;
  private static final int TYPE_AT = 2;
  private static final int INDEX_AT = 4;
  private static final int FLAGS_AT = 8;
  private static final int ARPHRD_ETHER = 1;

  private LinkRequests() {}

  /** Begins with {@code struct ifinfomsg}: all of a link but its index is left alone. */
  static NetlinkMessage about(int type, int index, int flags) {
    return head(new NetlinkMessage(type, flags), index, 0, 0);
  }

  /** Sets some of the flags of netdevice(7). */
  static NetlinkMessage change(int index, int flags, int mask) {
    return head(new NetlinkMessage(RTM_SETLINK, 0), index, flags, mask);
  }

  static NetlinkMessage create() {
    return about(RTM_NEWLINK, 0, NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE);
  }

  static NetlinkMessage get(int index) {
    return about(RTM_GETLINK, index, 0).u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  }

  /** {@code struct ifinfomsg}; within a pair it stands before what is said of the peer too. */
  static NetlinkMessage head(NetlinkMessage message, int index, int flags, int mask) {
    return message.header32(0).header32(index).header32(flags).header32(mask);
  }

  static Link link(NetlinkAnswer answer) {
    NetlinkAttributes attributes = answer.attributes(HEADER);
    NetlinkAttributes info = attributes.nested(IFLA_LINKINFO);
    String kind = info.text(IFLA_INFO_KIND, "");
    byte[] mac = attributes.bytes(IFLA_ADDRESS);
    boolean ethernet = answer.header16(TYPE_AT) == ARPHRD_ETHER && mac.length == MacAddress.SIZE;
    return new Link(
        answer.header32(INDEX_AT),
        attributes.text(IFLA_IFNAME, ""),
        attributes.nested(IFLA_PROP_LIST).texts(IFLA_ALT_IFNAME),
        kind,
        ethernet ? Optional.of(MacAddress.of(mac)) : Optional.empty(),
        attributes.u32(IFLA_MTU, 0),
        answer.header32(FLAGS_AT),
        attributes.u32(IFLA_MASTER, 0),
        attributes.u32(IFLA_LINK, 0),
        mode(kind, info.nested(IFLA_INFO_DATA)));
  }

  private static int mode(String kind, NetlinkAttributes data) {
    return switch (kind) {
      case "macvlan" -> data.u32(IFLA_MODE, -1);
      case "ipvlan" -> data.u16(IFLA_MODE, -1);
      default -> -1;
    };
  }
}
